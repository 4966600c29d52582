package io.asynccpu.internal.task;

/**
 * The states of a task: {@code QUEUED → RUNNING → SUCCEEDED | FAILED | TIMED_OUT | CANCELLED | ABANDONED}. A running task returns to
 * {@code QUEUED} when its worker died and it may start again; a queued task may reach every final state, too. The first final state
 * wins.
 */
public enum TaskState {
    /** Waits for a worker. */
    QUEUED,
    /** A worker runs it. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED,
    /** Its caller has completed the future. */
    ABANDONED;

    public boolean isTerminal() {
        return this != QUEUED && this != RUNNING;
    }

    public boolean mayBecome(TaskState next) {
        return switch (this) {
            case QUEUED -> next != QUEUED;
            case RUNNING -> next != RUNNING;
            case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, ABANDONED -> false;
        };
    }
}
