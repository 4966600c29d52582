package io.asynccpu.internal.parent;

import java.io.IOException;

/** A group of ended tasks of one worker, with their outcomes. */
public interface TaskEnds {

    /** Whether the worker has nothing more to do. */
    default boolean wasLast() {
        return false;
    }

    /** Whether a thread sleeps until one of them is complete. */
    default boolean isAwaited() {
        return false;
    }

    /**
     * Completes the futures.
     *
     * @throws IOException if the worker did not have one of the tasks, or an outcome is invalid; the worker is
     *     then killed
     */
    void publish() throws IOException;
}
