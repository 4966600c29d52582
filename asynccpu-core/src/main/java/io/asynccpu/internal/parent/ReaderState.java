package io.asynccpu.internal.parent;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * The state of one thread that reads a worker's messages: {@code READING ⇄ LOGGING}, {@code READING ⇄ PAUSING} and {@code READING ⇄
 * DELIVERING ⇄ LENDING}, for ends of tasks by way of {@code ENTERING}; and from {@code DELIVERING → RELIEVED} when another thread takes
 * its place.
 *
 * <p>Actors: the reading thread, and the thread that wants to take its place. The change to {@code RELIEVED} also hands over what the
 * reading thread has read so far: one of the two changes the state, so only one of them reads on.
 */
final class ReaderState {

    private enum State {
        READING,
        /** Reads nothing for a bounded time, since the backlog is full; so the thread is not relieved. */
        PAUSING,
        /** Writes a line to the parent's log; a slow log slows the worker down, so the thread is not relieved. */
        LOGGING,
        /** Enters ends of tasks into the pool. Runs no users' code, and the thread is not relieved. */
        ENTERING,
        /** Tells the pool, and in rare races runs a stage that users have added to a future. */
        DELIVERING,
        /** Lets guests read; too short to be relieved. */
        LENDING,
        /** Reads no more. Final. */
        RELIEVED;

        boolean mayBecome(State next) {
            return switch (this) {
                case READING -> next == PAUSING || next == LOGGING || next == ENTERING || next == DELIVERING;
                case PAUSING, LOGGING -> next == READING;
                case ENTERING -> next == DELIVERING || next == READING;
                case DELIVERING -> next == READING || next == LENDING || next == RELIEVED;
                case LENDING -> next == DELIVERING;
                case RELIEVED -> false;
            };
        }
    }

    private static final AtomicReferenceFieldUpdater<ReaderState, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(ReaderState.class, State.class, "state");

    private volatile State state = State.READING;
    private volatile long heard;

    /** The one place that changes the state. */
    private boolean moveTo(State next) {
        State seen = state;
        while (seen.mayBecome(next)) {
            if (STATE.compareAndSet(this, seen, next)) {
                return true;
            }
            seen = state;
        }
        return false;
    }

    // --- by the reading thread ---

    /** Takes in a message that is not an end of a task. */
    void begin(boolean isLog) {
        begin(isLog ? State.LOGGING : State.DELIVERING);
    }

    /** Takes in ends of tasks; {@link #deliver()} follows. */
    void beginEnds() {
        // Guard against race with relieve(): the other thread may find the worker dead, and would have tasks started
        // again whose ends this thread has already read.
        begin(State.ENTERING);
    }

    private void begin(State how) {
        heard = heard() + 1;
        moveTo(how);
    }

    /** The pool knows of the ends; the rest may take its time. */
    void deliver() {
        moveTo(State.DELIVERING);
    }

    /** Waits; the worker does not count as silent meanwhile. */
    void pause(Runnable wait) {
        moveTo(State.PAUSING);
        try {
            wait.run();
        } finally {
            moveTo(State.READING);
        }
    }

    /**
     * Lends the permit to read, unless the thread was relieved.
     *
     * @param lend returns at once
     */
    void lend(Runnable lend) {
        // Guard against race with relieve(): guests must not read beside the thread that takes this one's place.
        if (moveTo(State.LENDING)) {
            lend.run();
            moveTo(State.DELIVERING);
        }
    }

    /** The message is taken in. False if the thread was relieved meanwhile. */
    boolean end() {
        return moveTo(State.READING);
    }

    // --- by other threads ---

    /** By a guest that reads in place of this thread. */
    void heardByGuest() {
        heard = heard() + 1;
    }

    /** By the thread that wants to take its place; false if this thread goes on itself. */
    boolean relieve() {
        return moveTo(State.RELIEVED);
    }

    boolean wasRelieved() {
        return state == State.RELIEVED;
    }

    boolean isTakingIn() {
        return state != State.READING;
    }

    /** How many messages have come. */
    long heard() {
        return heard;
    }
}
