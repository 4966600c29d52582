package io.asynccpu.api;

/** How a task ended, as the pool counts it. */
public enum TaskOutcome {
    /** With a result. */
    SUCCESS,
    /** With an exception of its own, or a result that makes no sense. */
    FAILURE,
    /** It waited or ran longer than it may. */
    TIMEOUT,
    /** By its future, or with its pool. */
    CANCELLED,
    /**
     * Its caller completed the future before the task had ended, as {@code complete}, {@code completeAsync}, {@code orTimeout}
     * and {@code completeOnTimeout} do: neither the task's failure nor its success. The work is stopped.
     */
    ABANDONED,
    /** With its worker, and without a further attempt. */
    WORKER_DIED,
    /** No worker could be started for it. */
    WORKER_NOT_STARTED,
    /** It was not taken: the queue was full, or the pool shut down. */
    REJECTED
}
