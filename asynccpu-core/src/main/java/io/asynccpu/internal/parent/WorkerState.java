package io.asynccpu.internal.parent;

/**
 * The life of a worker: {@code STARTING → READY → STOPPING → DEAD}, and from anywhere {@code → CONDEMNED → DEAD} when the pool kills
 * it, or straight to {@code DEAD} when it died by itself.
 */
public enum WorkerState {
    /** Its process is being started, or prepares itself. */
    STARTING,
    /** Takes tasks. */
    READY,
    /** Was asked to end, has no tasks. */
    STOPPING,
    /** Is being killed and gets no more tasks; results that it had already sent still count. */
    CONDEMNED,
    /** Has no process any more. Final. */
    DEAD;

    boolean mayBecome(WorkerState next) {
        return switch (this) {
            case STARTING -> next != STARTING;
            case READY -> next == STOPPING || next == CONDEMNED || next == DEAD;
            case STOPPING -> next == CONDEMNED || next == DEAD;
            case CONDEMNED -> next == DEAD;
            case DEAD -> false;
        };
    }
}
