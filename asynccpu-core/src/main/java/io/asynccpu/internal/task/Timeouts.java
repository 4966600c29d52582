package io.asynccpu.internal.task;

import io.asynccpu.api.TaskTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Creates the exceptions of tasks that took too long. Each message says which time limit was exceeded, and where the task was
 * then.
 */
final class Timeouts {

    private Timeouts() {}

    static TaskTimeoutException queued(String label, long queueTimeoutNanos, String whyTasksWait) {
        Duration waited = Duration.ofNanos(queueTimeoutNanos);
        return new TaskTimeoutException(
                label + " waited longer than its queue timeout of " + waited + " for a worker: " + whyTasksWait,
                TaskTimeoutException.Phase.QUEUED,
                waited,
                null);
    }

    /**
     * @param where the reading stands; null if it has no thread yet
     */
    static TaskTimeoutException reading(String label, long timeoutNanos, @Nullable Throwable where) {
        Duration limit = Duration.ofNanos(timeoutNanos);
        String why = where == null
                ? " had ended on its worker, but its outcome, which waited behind others for a thread, was not read within"
                : " had ended on its worker, and reading its outcome, where the cause shows, took longer than";
        return new TaskTimeoutException(
                label + why + " what was left of its timeout of " + limit,
                TaskTimeoutException.Phase.RUNNING,
                limit,
                where);
    }

    /**
     * @param where the task stands in the child; null if the child did not say so
     */
    static TaskTimeoutException running(
            String label, long timeoutNanos, Duration startupTimeout, Assignment overdue, @Nullable Throwable where) {
        Duration limit = Duration.ofNanos(timeoutNanos);
        long pid = overdue.workerPid();
        String worker = pid == ProcessHandle.current().pid()
                ? " on a thread of this JVM, which is interrupted and cannot be killed"
                : " on the worker with pid " + pid + ", which stops it or is killed";
        String lateBinding = overdue.lateBinding();
        return lateBinding == null
                ? new TaskTimeoutException(
                        label + " ran longer than its timeout of " + limit + worker,
                        TaskTimeoutException.Phase.RUNNING,
                        limit,
                        where)
                : new TaskTimeoutException(
                        label + " waited too long for its bean, or the class of its function," + worker
                                + "; what it waited for was not ready " + lateBinding
                                + "; raise worker.startup-timeout if it only needs longer. Its timeout of " + limit
                                + " would have counted from then on",
                        TaskTimeoutException.Phase.PREPARING,
                        startupTimeout,
                        where);
    }
}
