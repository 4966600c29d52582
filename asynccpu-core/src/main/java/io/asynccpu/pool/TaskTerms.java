package io.asynccpu.pool;

import java.util.Map;

/**
 * How long a task may take, how often it may start, and what goes along with it.
 *
 * @param timeoutNanos 0 for none
 * @param queueTimeoutNanos 0 for none
 * @param context of the submitting thread: the values of each carrier, by its name
 */
public record TaskTerms(
        long timeoutNanos, long queueTimeoutNanos, int maxAttempts, Map<String, Map<String, String>> context) {

    public TaskTerms with(Map<String, Map<String, String>> context) {
        return new TaskTerms(timeoutNanos, queueTimeoutNanos, maxAttempts, context);
    }
}
