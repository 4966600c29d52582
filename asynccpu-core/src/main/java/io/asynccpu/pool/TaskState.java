package io.asynccpu.pool;

/**
 * The life of a task: {@code QUEUED → RUNNING → SUCCEEDED | FAILED | TIMED_OUT | CANCELLED | ABANDONED}. From {@code RUNNING} it goes
 * back to {@code QUEUED} when its worker died and it may start again; all but the first of them can also follow {@code QUEUED}. The
 * first of them wins and is final.
 */
enum TaskState {
    /** Waits for a worker. */
    QUEUED,
    /** A worker has it. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED,
    /** Its caller has completed the future. */
    ABANDONED;

    boolean isTerminal() {
        return this != QUEUED && this != RUNNING;
    }

    boolean mayBecome(TaskState next) {
        return switch (this) {
            case QUEUED -> next != QUEUED;
            case RUNNING -> next != RUNNING;
            case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, ABANDONED -> false;
        };
    }
}
