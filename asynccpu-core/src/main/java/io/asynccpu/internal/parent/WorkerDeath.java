package io.asynccpu.internal.parent;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerCrashedException.Death;
import io.asynccpu.spi.StartPlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a worker, with all that the pool needs to answer for its tasks.
 *
 * @param reason in words, for messages and logs; the end of a sentence that begins with the worker
 * @param remedy what the user can do about it
 * @param expected whether it was asked to end
 * @param startFailure why it never became ready; null if it did
 * @param brokeDown whether a corrupt start-up archive may be the reason that it never became ready
 * @param startFault how the pool's plan explains that; null if it is a failure like any other
 * @param ender stack of the thread that ended it from inside, as it reports itself; null if it did not
 * @param details with all lines of its output that were kept, and without the number of tasks, which only the pool
 *     knows
 * @param taskOutput those lines that the last task wrote; null where it is unknown which task wrote them
 * @param startedTasks the last task that each of its threads had started; null if that cannot be told
 * @param heardOut whether all its messages were understood; otherwise unknown tasks may have ended on it
 */
public record WorkerDeath(
        String reason,
        String remedy,
        boolean expected,
        @Nullable Throwable startFailure,
        boolean brokeDown,
        StartPlan.@Nullable Fault startFault,
        @Nullable Throwable ender,
        Death details,
        @Nullable List<String> taskOutput,
        @Nullable Set<Long> startedTasks,
        boolean heardOut) {

    /** The death of a worker whose end could not be examined. In doubt all its tasks count as started. */
    static WorkerDeath unexamined(long pid, @Nullable Throwable startFailure) {
        String reason = "it has ended; why is unknown, since this JVM failed to look into it";
        Death details = new Death(pid, -1, null, Cause.KILLED_BY_POOL, List.of(), null, null, Duration.ZERO, 0);
        return new WorkerDeath(
                reason,
                "look for errors in this JVM's log",
                false,
                startFailure,
                false,
                null,
                null,
                details,
                null,
                null,
                false);
    }

    /**
     * Whether this JVM, or a program that removed its files, has kept it from starting; that says nothing of the next
     * start.
     */
    public boolean isDisturbed() {
        return startFailure instanceof FilesGoneException || startFailure instanceof VirtualMachineError;
    }

    /** Whether the next worker starts in a way in which this one's failure does not count. */
    public boolean isOvercome() {
        return startFault != null && startFault.isOvercome();
    }

    WorkerDeath with(StartPlan.@Nullable Fault fault) {
        return new WorkerDeath(
                reason,
                remedy,
                expected,
                startFailure,
                brokeDown,
                fault,
                ender,
                details,
                taskOutput,
                startedTasks,
                heardOut);
    }

    /** Whether the task ran, or may have run; doubt counts as yes, since tasks run at most once. */
    public boolean hadStarted(long taskId) {
        return startedTasks == null || startedTasks.contains(taskId);
    }

    /**
     * For the exception of one task.
     *
     * @param started whether the task had started; then only its own output is shown where that can be told
     * @param tasksDone how many tasks had ended on the worker
     */
    public Death details(boolean started, long tasksDone) {
        return new Death(
                details.pid(),
                details.exitCode(),
                details.signal(),
                details.cause(),
                started && taskOutput != null ? taskOutput : details.lastOutput(),
                details.problematicFrame(),
                details.crashReport(),
                details.age(),
                tasksDone);
    }
}
