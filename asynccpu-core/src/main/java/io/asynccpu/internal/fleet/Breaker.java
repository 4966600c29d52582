package io.asynccpu.internal.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker: it stops a pool from starting workers after several starts in a row have failed. Guarded by the pool's
 * lock.
 *
 * <p>In state {@link BreakerState#OPEN} the pool starts no worker and fails its tasks at once with the reason. After a pause,
 * which doubles each time, one worker is tried, whether or not a task needs it. How a worker ends that was ready does not
 * concern the breaker.
 */
public final class Breaker {

    private static final int MOST_FAILURES = 3;
    private static final int LONGEST_PAUSE_SECONDS = 30;

    private BreakerState state = BreakerState.CLOSED;
    private int failuresInARow;
    private @Nullable String reason;

    /** The one place that changes the state. */
    private boolean moveTo(BreakerState next) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    /** A worker did not start. */
    public void failed(String why) {
        failuresInARow++;
        reason = why;
        if (state == BreakerState.TRIAL || failuresInARow >= MOST_FAILURES) {
            moveTo(BreakerState.OPEN);
        }
    }

    /** A worker has started. */
    public void ready() {
        moveTo(BreakerState.CLOSED);
        failuresInARow = 0;
        reason = null;
    }

    /** The pause is over; true if a worker is to be tried. */
    boolean beginTrial() {
        return moveTo(BreakerState.TRIAL);
    }

    public boolean isOpen() {
        return state == BreakerState.OPEN;
    }

    /** Whether the last start failed. */
    boolean isSuspicious() {
        return failuresInARow > 0;
    }

    /** Why the last start failed; null once a worker is ready. */
    public @Nullable String reason() {
        return reason;
    }

    /** How long to wait after the last failure. */
    public Duration pause() {
        int doubled = Math.min(Math.max(failuresInARow - 1, 0), 10);
        return Duration.ofSeconds(Math.min(1L << doubled, LONGEST_PAUSE_SECONDS));
    }
}
