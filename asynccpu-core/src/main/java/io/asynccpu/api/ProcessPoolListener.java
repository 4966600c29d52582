package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a pool. Each method does nothing unless overridden.
 *
 * <p>Thread: all events of a pool are delivered one at a time, on a daemon thread of the pool that is used for nothing
 * else; a listener of several pools is called by several threads. An exception or error that it throws is logged and
 * otherwise ignored. A slow listener delays nothing else: up to 10,000 events wait for it; newer ones are dropped,
 * which is logged. For numbers that must be complete use the pool's own counters, see {@link PoolStatistics}.
 *
 * <p>Order: as the events happened. A worker is ready before its first task starts, and ended before the tasks end that
 * it had when it died. A task starts, once for each attempt, progresses and ends; a task that was cancelled while it
 * waited only ends. The end of a task is in the listener's queue before {@code get()} or {@code join()} of the task
 * returns. Events from before the end of a pool are still delivered after it.
 */
public interface ProcessPoolListener {

    /** A worker is ready to receive tasks. */
    default void workerReady(PoolSnapshot.Worker worker) {}

    /**
     * A worker has ended.
     *
     * @param reason in words
     */
    default void workerEnded(PoolSnapshot.Worker worker, String reason) {}

    /**
     * A worker has ended: it was retired or recycled, died, or never started. Unless overridden, calls the form with
     * the reason only.
     */
    default void workerEnded(PoolSnapshot.Worker worker, WorkerEnd end) {
        workerEnded(worker, end.reason());
    }

    /** A worker runs the task; called for each attempt. */
    default void taskStarted(PoolSnapshot.Task task) {}

    /**
     * The task has reported {@link PoolSnapshot.Task#progress()}. Of reports in quick succession only the latest is
     * delivered.
     */
    default void taskProgressed(PoolSnapshot.Task task) {}

    /** The task has its result or failure, or was cancelled or abandoned. */
    default void taskEnded(PoolSnapshot.Task task) {}

    /**
     * The task has its result or failure, or was cancelled or abandoned. Unless overridden, calls the form without
     * them.
     *
     * @param statistics the resources that it used
     * @param failure the exception with which its future was completed; null if it has a value
     */
    default void taskEnded(PoolSnapshot.Task task, TaskStatistics statistics, @Nullable Throwable failure) {
        taskEnded(task);
    }
}
