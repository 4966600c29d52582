package io.asynccpu.api;

import io.asynccpu.api.WorkerCrashedException.Death;

/**
 * How a worker ended.
 *
 * @param reason in words; the end of a sentence that begins with the worker
 * @param death all that is known of the end of its process. Its cause has no meaning if the pool stopped the worker
 */
public record WorkerEnd(Kind kind, String reason, Death death) {

    /** Why the worker ended. */
    public enum Kind {
        /** The pool did not need it any more: it was idle, others needed its memory, or the pool ended. */
        RETIRED,
        /** The pool or an operator replaced it by a new worker. */
        RECYCLED,
        /** It died, or the pool had to kill it. */
        DIED,
        /** It never became ready. */
        NOT_STARTED
    }
}
