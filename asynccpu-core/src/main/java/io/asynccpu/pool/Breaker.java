package io.asynccpu.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a pool from starting workers in vain. Guarded by the pool's lock.
 *
 * <p>{@code CLOSED → OPEN} when start after start fails, or the workers die before they have done anything; then the pool
 * starts none and fails its tasks at once with the reason. After a pause, twice as long each time, {@code OPEN → TRIAL}: one
 * worker is started, asked for or not. If it becomes ready, {@code TRIAL → CLOSED}; else {@code TRIAL → OPEN}.
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

    /** A worker did not start, or died before it had done anything. */
    void failed(String why) {
        failuresInARow++;
        reason = why;
        if (state == State.TRIAL || failuresInARow >= MOST_FAILURES) {
            state = State.OPEN;
        }
    }

    /** A worker can take tasks. That it also lives is not said yet, so the failures still count. */
    void ready() {
        state = State.CLOSED;
        reason = null;
    }

    /** A worker has finished a task, or lived for a while. */
    void proved() {
        failuresInARow = 0;
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

    /** Whether the last worker failed and none has proved itself since. */
    boolean isSuspicious() {
        return failuresInARow > 0;
    }

    /** Why the last worker failed; null once one is ready. */
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
