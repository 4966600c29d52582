package io.asynccpu.supervisor;

import io.asynccpu.api.WorkerCrashedException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended.
 *
 * @param reason in words, for messages and logs
 * @param expected whether it was asked to end
 * @param startFailure why it never became ready; null if it did
 * @param outOfMemory whether its heap, or another of the JVM's memories, was exhausted
 * @param startedTasks the last task that each of its threads had started; null if that cannot be told
 */
public record WorkerDeath(
        String reason,
        boolean expected,
        @Nullable Throwable startFailure,
        boolean outOfMemory,
        WorkerCrashedException.Death details,
        @Nullable Set<Long> startedTasks) {

    /** Whether the task ran, or may have run; at most once means that doubt counts as yes. */
    public boolean hadStarted(long taskId) {
        return startedTasks == null || startedTasks.contains(taskId);
    }
}
