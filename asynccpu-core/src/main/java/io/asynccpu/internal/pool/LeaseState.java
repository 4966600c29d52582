package io.asynccpu.internal.pool;

/** The states of a {@link Lease}: {@code GRANTED → SENT → CANCELLING → ENDED}; a granted lease may be cancelled, every one may end. */
enum LeaseState {
    /** The worker has not been told yet. */
    GRANTED,
    /** The worker has the task. */
    SENT,
    /** The worker is to stop the task, or is not to be told of it, and has a bounded time for that. */
    CANCELLING,
    /** The worker does not have the task any more. Final. */
    ENDED;

    boolean mayBecome(LeaseState next) {
        return switch (this) {
            case GRANTED -> next != GRANTED;
            case SENT -> next == CANCELLING || next == ENDED;
            case CANCELLING -> next == ENDED;
            case ENDED -> false;
        };
    }
}
