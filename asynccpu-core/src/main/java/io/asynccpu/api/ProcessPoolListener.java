package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/**
 * Hears what happens in a pool. Each method does nothing unless overridden.
 *
 * <p>Thread: all events of a pool come one at a time, on a daemon thread of the pool that nothing else needs; a listener of
 * several pools is called by several threads. An exception or error from it is logged and otherwise ignored. One that is slow
 * holds up nothing: 10,000 events may wait for it, newer ones are lost, which is logged. Of what must not be lost the pool keeps
 * count itself, see {@link PoolStatistics}.
 *
 * <p>Order: as things happened. A worker is ready before its first task starts, and ended before those tasks end that it dies
 * with. A task starts, once for each attempt, progresses and ends; one that was cancelled while it waited only ends. Before
 * {@code get()} or {@code join()} of a task returns, its end is on its way to the listener. Events from before the end of a pool
 * are still delivered after it.
 */
public interface ProcessPoolListener {

    /** A worker can take tasks. */
    default void workerReady(PoolSnapshot.Worker worker) {}

    /**
     * A worker is gone.
     *
     * @param reason in words
     */
    default void workerEnded(PoolSnapshot.Worker worker, String reason) {}

    /** A worker is gone: let go, recycled, dead, or never started. Unless overridden, it calls the form with the reason only. */
    default void workerEnded(PoolSnapshot.Worker worker, WorkerEnd end) {
        workerEnded(worker, end.reason());
    }

    /** A worker runs the task; with several attempts, it runs it again. */
    default void taskStarted(PoolSnapshot.Task task) {}

    /** The task has reported progress, which stands in {@link PoolSnapshot.Task#progress()}: the newest, if it comes thick. */
    default void taskProgressed(PoolSnapshot.Task task) {}

    /** The task has its result or failure, or was cancelled or abandoned. */
    default void taskEnded(PoolSnapshot.Task task) {}

    /**
     * The task has its result or failure, or was cancelled or abandoned. Unless overridden, it calls the form without them.
     *
     * @param statistics what it has cost
     * @param failure what its future was completed with; null if it has a value
     */
    default void taskEnded(PoolSnapshot.Task task, TaskStatistics statistics, @Nullable Throwable failure) {
        taskEnded(task);
    }
}
