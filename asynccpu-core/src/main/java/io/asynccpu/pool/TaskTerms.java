package io.asynccpu.pool;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long a task may take, how often it may start, and what goes along with it.
 *
 * @param timeoutNanos 0 for none
 * @param queueTimeoutNanos 0 for none
 * @param context of the submitting thread: the values of each carrier, by its name
 * @param witness hears of the end, and of the failure if it is one; null if nobody is to
 */
public record TaskTerms(
        long timeoutNanos,
        long queueTimeoutNanos,
        int maxAttempts,
        Map<String, Map<String, String>> context,
        @Nullable Consumer<@Nullable Throwable> witness) {

    public TaskTerms(long timeoutNanos, long queueTimeoutNanos, int maxAttempts) {
        this(timeoutNanos, queueTimeoutNanos, maxAttempts, Map.of(), null);
    }

    public TaskTerms with(Map<String, Map<String, String>> context, Consumer<@Nullable Throwable> witness) {
        return new TaskTerms(timeoutNanos, queueTimeoutNanos, maxAttempts, context, witness);
    }
}
