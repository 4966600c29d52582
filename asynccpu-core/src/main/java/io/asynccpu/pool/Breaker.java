package io.asynccpu.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a pool from starting workers in vain. Guarded by the pool's lock.
 *
 * <p>{@code CLOSED → OPEN} when start after start fails; then the pool starts none and fails its tasks at once with the reason.
 * After a pause, twice as long each time, {@code OPEN → TRIAL}: one worker is started, asked for or not. If it becomes ready,
 * {@code TRIAL → CLOSED}; else {@code TRIAL → OPEN}. What becomes of a worker that was ready is no matter of starts any more.
 */
final class Breaker {

    private enum State {
        CLOSED,
        OPEN,
        TRIAL
    }

    private static final int MOST_FAILURES = 3;
    private static final int LONGEST_PAUSE_SECONDS = 30;

    private State state = State.CLOSED;
    private int failuresInARow;
    private @Nullable String reason;

    /** A worker did not start. */
    void failed(String why) {
        failuresInARow++;
        reason = why;
        if (state == State.TRIAL || failuresInARow >= MOST_FAILURES) {
            state = State.OPEN;
        }
    }

    /** A worker has started. */
    void ready() {
        state = State.CLOSED;
        failuresInARow = 0;
        reason = null;
    }

    /** The pause is over; true if a worker is to be tried. */
    boolean beginTrial() {
        if (state != State.OPEN) {
            return false;
        }
        state = State.TRIAL;
        return true;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether the last start failed. */
    boolean isSuspicious() {
        return failuresInARow > 0;
    }

    /** Why the last start failed; null once a worker is ready. */
    @Nullable
    String reason() {
        return reason;
    }

    /** How long to wait after the last failure. */
    Duration pause() {
        int doubled = Math.min(Math.max(failuresInARow - 1, 0), 10);
        return Duration.ofSeconds(Math.min(1L << doubled, LONGEST_PAUSE_SECONDS));
    }
}
