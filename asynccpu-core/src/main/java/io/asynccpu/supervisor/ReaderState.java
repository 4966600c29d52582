package io.asynccpu.supervisor;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One thread's turn at reading what a worker says: {@code READING ⇄ LOGGING}, {@code READING ⇄ PAUSING} and {@code READING ⇄
 * DELIVERING}, for ends of tasks by way of {@code ENTERING}; and from {@code DELIVERING → RELIEVED} when another thread goes on
 * in its place. The change to {@code RELIEVED} also hands over what the thread has read so far.
 */
final class ReaderState {

    private enum State {
        READING,
        /** Reads nothing for a bounded time, since what it has read before is still too much; so it is not relieved. */
        PAUSING,
        /** Writes a line to the parent's log; a slow log slows the worker down, so it is not relieved. */
        LOGGING,
        /** Enters ends of tasks into the pool's books. Runs no users' code, and is not relieved. */
        ENTERING,
        /** Tells the pool, and in rare races runs a stage that users have hung on a future. */
        DELIVERING,
        /** Lets guests read; too short to be relieved. */
        LENDING,
        /** Reads no more. Final. */
        RELIEVED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private volatile long heard;

    /** By its own thread: a message that is no end of a task. */
    void begin(boolean isLog) {
        begin(isLog ? State.LOGGING : State.DELIVERING);
    }

    /** By its own thread: ends of tasks; then {@link #deliver()}. */
    void beginEnds() {
        // Guard against race with relieve(): who goes on may find the worker dead, and would have tasks started again
        // whose
        // ends this thread has in its hands.
        begin(State.ENTERING);
    }

    private void begin(State how) {
        heard = heard() + 1;
        state.set(how);
    }

    /** By its own thread: the books have the ends, what follows may take its time. */
    void deliver() {
        state.set(State.DELIVERING);
    }

    /** By its own thread: does that, which is no silence of the worker. */
    void pause(Runnable wait) {
        state.set(State.PAUSING);
        try {
            wait.run();
        } finally {
            state.set(State.READING);
        }
    }

    /** By a thread that reads in its place. */
    void heardByGuest() {
        heard = heard() + 1;
    }

    /**
     * By its own thread: does that unless it was relieved.
     *
     * @param lend returns at once
     */
    void lend(Runnable lend) {
        // Guard against race with relieve(): guests must not read beside the thread that goes on.
        if (state.compareAndSet(State.DELIVERING, State.LENDING)) {
            lend.run();
            state.set(State.DELIVERING);
        }
    }

    /** By its own thread: the message is taken in. False if the thread was relieved meanwhile. */
    boolean end() {
        // Guard against race with relieve(): one of the two changes the state, so only one thread reads.
        return state.compareAndSet(State.DELIVERING, State.READING)
                || state.compareAndSet(State.LOGGING, State.READING)
                || state.compareAndSet(State.ENTERING, State.READING);
    }

    /** By the thread that wants to go on in its place; false if it goes on itself. */
    boolean relieve() {
        return state.compareAndSet(State.DELIVERING, State.RELIEVED);
    }

    boolean wasRelieved() {
        return state.get() == State.RELIEVED;
    }

    boolean isTakingIn() {
        return state.get() != State.READING;
    }

    long heard() {
        return heard;
    }
}
