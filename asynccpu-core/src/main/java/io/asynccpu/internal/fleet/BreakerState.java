package io.asynccpu.internal.fleet;

/** The states of a {@link Breaker}: {@code CLOSED → OPEN → TRIAL → CLOSED}, or {@code TRIAL → OPEN}. */
enum BreakerState {
    /** Workers are started. */
    CLOSED,
    /** No worker is started. */
    OPEN,
    /** One worker is started, to see whether it can. */
    TRIAL;

    boolean mayBecome(BreakerState next) {
        return switch (this) {
            case CLOSED -> next == OPEN;
            // A worker that was starting already may become ready in spite of the others.
            case OPEN -> next != OPEN;
            case TRIAL -> next != TRIAL;
        };
    }
}
