package io.asynccpu.supervisor;

import java.util.EnumSet;
import java.util.Set;

/**
 * The life of a worker: {@code STARTING → READY → STOPPING → DEAD}, and from anywhere {@code → CONDEMNED → DEAD} when it is
 * to be killed, or straight to {@code DEAD} when it died by itself.
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

    Set<WorkerState> next() {
        return switch (this) {
            case STARTING -> EnumSet.of(READY, STOPPING, CONDEMNED, DEAD);
            case READY -> EnumSet.of(STOPPING, CONDEMNED, DEAD);
            case STOPPING -> EnumSet.of(CONDEMNED, DEAD);
            case CONDEMNED -> EnumSet.of(DEAD);
            case DEAD -> EnumSet.noneOf(WorkerState.class);
        };
    }
}
