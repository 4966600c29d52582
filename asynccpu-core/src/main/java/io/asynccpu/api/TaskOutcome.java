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
    /** With its worker, and without a further attempt. */
    WORKER_DIED,
    /** No worker could be started for it. */
    WORKER_NOT_STARTED,
    /** It was not taken: the queue was full, or the pool shut down. */
    REJECTED
}
