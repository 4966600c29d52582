package io.asynccpu.internal.fleet;

/**
 * Whether a worker is to stay in its pool: {@code SERVING → LEAVING → DISMISSED}, or to {@code DISMISSED} at once; and {@code SERVING ⇄
 * SURPLUS} while it is busy in a pool that was cut. {@link io.asynccpu.internal.parent.WorkerState} tells what its process does meanwhile.
 */
enum SlotState {
    SERVING,
    /** Gets no more tasks unless the pool grows again, or another worker goes in its place. */
    SURPLUS,
    /** Is to be replaced, and keeps its place until another worker is ready. */
    LEAVING,
    /** Gets no more tasks, whatever happens. Final. */
    DISMISSED;

    boolean mayBecome(SlotState next) {
        return switch (this) {
            case SERVING -> next != SERVING;
            case SURPLUS -> next == SERVING || next == DISMISSED;
            case LEAVING -> next == DISMISSED;
            case DISMISSED -> false;
        };
    }
}
