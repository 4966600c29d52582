package io.asynccpu.internal.fleet;

/** The states of a {@link CacheTraining}: {@code NOT_YET → WAITING → PREPARING → RUNNING → OVER}. */
enum TrainingState {
    /** No worker has started without the cache. */
    NOT_YET,
    /** Waits for a quiet moment. */
    WAITING,
    /** A thread prepares it. */
    PREPARING,
    /** There is a worker, or its files. */
    RUNNING,
    /** Final. */
    OVER;

    boolean mayBecome(TrainingState next) {
        return switch (this) {
            case NOT_YET -> next == WAITING;
            case WAITING -> next == PREPARING || next == OVER;
            // Waits again for memory, or for another process that is at work.
            case PREPARING -> next == RUNNING || next == WAITING || next == OVER;
            case RUNNING -> next == OVER;
            case OVER -> false;
        };
    }
}
