package io.asynccpu.api;

import io.asynccpu.api.WorkerCrashedException.Death;

/**
 * How a worker ended.
 *
 * @param reason in words; the end of a sentence that begins with the worker
 * @param death all that is known of the end of its process. What it died of says nothing where the pool had let it go
 */
public record WorkerEnd(Kind kind, String reason, Death death) {

    /** Who wanted it. */
    public enum Kind {
        /** The pool, which did not need it any more: it was idle, others needed its memory, or the pool ended. */
        RETIRED,
        /** The pool, or an operator: a fresh one takes its place. */
        RECYCLED,
        /** Nobody, or the pool had to kill it. */
        DIED,
        /** Nobody: it never became ready. */
        NOT_STARTED
    }
}
