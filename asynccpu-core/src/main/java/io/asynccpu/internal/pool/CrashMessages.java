package io.asynccpu.internal.pool;

import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerCrashedException.Death;
import io.asynccpu.api.WorkerOutOfMemoryException;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.parent.FilesGoneException;
import io.asynccpu.internal.parent.WorkerDeath;
import io.asynccpu.internal.task.PoolTask;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the exceptions of tasks whose worker died or did not start. The first sentence of each message says what happened and what to do. */
final class CrashMessages {

    private static final int LINES = 20;
    private static final int LONGEST_LINE = 300;
    /** Where it is unknown which tasks had started, it may be a thousand. */
    private static final int MOST_NAMES = 10;

    private CrashMessages() {}

    /**
     * @param started whether the task had started
     * @param together all tasks that were executing on the worker, this one among them if it had started
     * @param tasksDone how many had ended on it
     */
    static WorkerCrashedException crashed(
            PoolTask<?> task, WorkerDeath death, boolean started, List<PoolTask<?>> together, long tasksDone) {
        Death details = death.details(started, tasksDone);
        String message = worker(details)
                + (started
                        ? death.startedTasks() == null ? " when it may have run " : " while it ran "
                        : " before it started ")
                + task.label() + (started ? attempt(task) : lost(task)) + ": " + death.reason() + "; " + death.remedy()
                + again(task, details, started) + "." + company(death, together) + life(details) + report(details)
                + output(details, started && death.taskOutput() != null);
        return details.cause().isOutOfMemory()
                ? new WorkerOutOfMemoryException(message, details, death.ender())
                : new WorkerCrashedException(message, details, death.ender());
    }

    private static String worker(Death details) {
        return details.pid() == ProcessHandle.current().pid()
                ? "The worker on threads of this JVM ended"
                : "The worker with pid " + details.pid() + " died";
    }

    private static String attempt(PoolTask<?> task) {
        int most = task.terms().maxAttempts();
        return " (attempt " + task.attempt() + (most > 1 ? " of " + most : "") + ")";
    }

    /** Only for a task that was lost too often. */
    private static String lost(PoolTask<?> task) {
        return ", as " + counted(task.timesLostBeforeStart() - 1L, "worker") + " did before it";
    }

    /** A worker that was killed from outside says nothing about the next one. */
    private static String again(PoolTask<?> task, Death details, boolean started) {
        boolean fromOutside = details.cause() == Cause.SIGNALLED || details.cause() == Cause.KILLED_BY_POOL;
        return fromOutside && started && task.terms().maxAttempts() == 1
                ? "; with max-attempts above 1 a task that may run twice is started again"
                : "";
    }

    private static String company(WorkerDeath death, List<PoolTask<?>> together) {
        if (together.size() < 2) {
            return "";
        }
        String blame =
                switch (death.details().cause()) {
                    case KILLED_BY_POOL, SIGNALLED, NEVER_STARTED -> "";
                    default ->
                        "; it is unknown which of them is the cause"
                                + (death.ender() == null ? "" : " but from its own words");
                };
        return (death.startedTasks() == null ? " What it ran at that time is unknown; it had " : " It ran ")
                + together.size() + " tasks" + (death.startedTasks() == null ? ": " : " at that time: ")
                + together.stream().limit(MOST_NAMES).map(PoolTask::label).collect(Collectors.joining(", "))
                + (together.size() > MOST_NAMES ? " and others" : "") + blame + ".";
    }

    private static String life(Death details) {
        return " The worker was " + details.age().toSeconds() + " s old and had done "
                + counted(details.tasksDone(), "task") + ".";
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String report(Death details) {
        return details.crashReport() == null ? "" : " Its crash report is " + details.crashReport() + ".";
    }

    private static String output(Death details, boolean ofTask) {
        List<String> lines = details.lastOutput();
        if (lines.isEmpty()) {
            return "";
        }
        return (ofTask ? " The task's last output:" : " The worker's last output:")
                + lines.stream()
                        .skip(Math.max(0, lines.size() - LINES))
                        .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…")
                        .collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    /** Why a worker did not start, and what to do. */
    static String cannotStart(WorkerDeath death) {
        Throwable failure = death.startFailure();
        Death details = death.details();
        if (death.startFault() != null) {
            return death.startFault().why();
        }
        if (failure instanceof FilesGoneException) {
            return failure.getMessage() + "; find out who did";
        }
        if (failure instanceof VirtualMachineError) {
            return "this JVM failed to start it: " + failure;
        }
        if (failure != null && details.pid() < 0) {
            // Not all of the JDK's have a message, and its messages are often no more than a path.
            return failure.getClass() == IOException.class || failure instanceof WorkerStartException
                    ? String.valueOf(failure.getMessage())
                    : failure.toString();
        }
        if (failure != null && failure.getCause() != null) {
            return "the child refused to start: " + failure.getMessage() + "; see the cause";
        }
        return death.reason() + " before it was ready; " + death.remedy() + "." + report(details)
                + output(details, false);
    }

    static WorkerStartException cannotStart(String pool, String why, WorkerDeath death) {
        Throwable failure = death.startFailure();
        Throwable said = failure == null || failure.getCause() == null ? failure : failure.getCause();
        if (death.ender() != null) {
            said = death.ender();
        }
        return new WorkerStartException("No worker of pool " + pool + " could be started: " + why, said);
    }

    static WorkerStartException outOfService(String pool, String why) {
        return new WorkerStartException(
                "Pool " + pool + " starts no workers for now, since the last ones failed one after the other: " + why,
                null);
    }
}
