package io.asynccpu.api;

/**
 * Hears what happens in a pool, one event at a time and in order, on a thread of its own. An exception from it is
 * logged and otherwise ignored; one that is slow loses the newest events, which is logged, and holds up nothing.
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

    /** A worker got the task. */
    default void taskStarted(PoolSnapshot.Task task) {}

    /** The task has its result, failure or cancellation. */
    default void taskEnded(PoolSnapshot.Task task) {}
}
