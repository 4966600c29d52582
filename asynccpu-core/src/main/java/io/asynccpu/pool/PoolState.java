package io.asynccpu.pool;

/** The life of a pool: {@code RUNNING → SHUTTING_DOWN → TERMINATED}. */
enum PoolState {
    RUNNING,
    /** Takes no more tasks and ends when the last one has. */
    SHUTTING_DOWN,
    /** No task, worker or thread is left. Final. */
    TERMINATED
}
