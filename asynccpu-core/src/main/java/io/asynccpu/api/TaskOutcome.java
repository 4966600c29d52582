package io.asynccpu.api;

/** How a task ended, as the pool counts it. */
public enum TaskOutcome {
    /** The task returned a result. */
    SUCCESS,
    /** The task threw an exception, or its result was invalid. */
    FAILURE,
    /** The task waited or ran longer than allowed. */
    TIMEOUT,
    /** The task was cancelled through its future, or by the end of its pool. */
    CANCELLED,
    /**
     * The caller completed the future before the task had ended, as {@code complete}, {@code completeAsync},
     * {@code orTimeout} and {@code completeOnTimeout} do: neither a failure nor a success of the task. The work is
     * stopped.
     */
    ABANDONED,
    /** The task's worker died, and no further attempt was allowed. */
    WORKER_DIED,
    /** No worker could be started for the task. */
    WORKER_NOT_STARTED,
    /** The task was not accepted: the queue was full, or the pool shut down. */
    REJECTED
}
