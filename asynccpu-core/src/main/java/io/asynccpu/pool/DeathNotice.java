package io.asynccpu.pool;

import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerOutOfMemoryException;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.supervisor.WorkerDeath;
import java.util.List;

/** What the death of a worker means for a task, as an exception whose first sentence says it all. */
final class DeathNotice {

    private DeathNotice() {}

    static WorkerCrashedException crashed(PoolTask<?> task, WorkerDeath death, boolean started) {
        String when = started ? " while it ran " : " before it could start ";
        String message =
                "The worker with pid " + death.details().pid() + " died" + when + task + " (attempt " + task.attempt()
                        + "): " + death.reason() + output(death.details().lastOutput());
        return death.outOfMemory()
                ? new WorkerOutOfMemoryException(message, death.details(), null)
                : new WorkerCrashedException(message, death.details(), null);
    }

    static String cannotStart(WorkerDeath death) {
        Throwable failure = death.startFailure();
        boolean childSpoke = failure != null && failure.getCause() != null;
        if (failure != null && (childSpoke || death.details().pid() < 0)) {
            return String.valueOf(failure.getMessage());
        }
        return death.reason() + output(death.details().lastOutput());
    }

    static WorkerStartException cannotStart(String pool, String why, WorkerDeath death) {
        Throwable failure = death.startFailure();
        Throwable said = failure == null || failure.getCause() == null ? failure : failure.getCause();
        return new WorkerStartException("No worker of pool " + pool + " could be started: " + why, said);
    }

    static WorkerStartException outOfService(String pool, String why) {
        return new WorkerStartException(
                "Pool " + pool + " starts no workers for now, since the last ones failed one after the other: " + why,
                null);
    }

    private static String output(List<String> lines) {
        return lines.isEmpty() ? "" : ". Its last output:\n  " + String.join("\n  ", lines);
    }
}
