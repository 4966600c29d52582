package io.asynccpu.internal.pool;

/** The states of a pool: {@code RUNNING → SHUTTING_DOWN → TERMINATED}. */
enum PoolState {
    RUNNING,
    /** Takes no more tasks and ends when the last one has ended. */
    SHUTTING_DOWN,
    /** No task, worker or thread is left. Final. */
    TERMINATED;

    boolean mayBecome(PoolState next) {
        return switch (this) {
            case RUNNING -> next == SHUTTING_DOWN;
            case SHUTTING_DOWN -> next == TERMINATED;
            case TERMINATED -> false;
        };
    }
}
