package io.asynccpu.internal.task;

import io.asynccpu.api.TaskOutcome;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of a task, how often it may start, and the context that is sent with it.
 *
 * @param timeoutNanos 0 for none
 * @param queueTimeoutNanos 0 for none
 * @param context of the submitting thread: the values of each carrier, by its name
 * @param listener is called with the outcome, and the failure if there is one; null for none
 * @param given the runnable that is the task; null if it was given as something else
 */
public record TaskTerms(
        long timeoutNanos,
        long queueTimeoutNanos,
        int maxAttempts,
        Map<String, Map<String, String>> context,
        @Nullable BiConsumer<TaskOutcome, @Nullable Throwable> listener,
        @Nullable Runnable given) {

    public TaskTerms(long timeoutNanos, long queueTimeoutNanos, int maxAttempts) {
        this(timeoutNanos, queueTimeoutNanos, maxAttempts, Map.of(), null, null);
    }

    public TaskTerms with(
            Map<String, Map<String, String>> context, BiConsumer<TaskOutcome, @Nullable Throwable> listener) {
        return new TaskTerms(timeoutNanos, queueTimeoutNanos, maxAttempts, context, listener, given);
    }

    public TaskTerms of(Runnable given) {
        return new TaskTerms(timeoutNanos, queueTimeoutNanos, maxAttempts, context, listener, given);
    }
}
