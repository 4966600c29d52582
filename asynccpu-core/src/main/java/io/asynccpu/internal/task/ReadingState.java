package io.asynccpu.internal.task;

/** The states of a {@link Reading}: {@code WAITING → READING → OVER}, {@code WAITING → OVER}, and from both {@code → LEFT}. */
enum ReadingState {
    /** Waits for a thread. */
    WAITING,
    READING,
    /** The task has this outcome, or was given up. Final. */
    OVER,
    /** The task has another outcome; the thread may go on reading. Final. */
    LEFT;

    boolean mayBecome(ReadingState next) {
        return switch (this) {
            case WAITING -> next != WAITING;
            case READING -> next == OVER || next == LEFT;
            case OVER, LEFT -> false;
        };
    }
}
