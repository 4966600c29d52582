package io.asynccpu.internal.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts workers that died soon after they were ready, before they had done anything. They may have been killed from outside,
 * or by code that runs in each of them, such as an agent that exits. Their starts succeeded, so no task fails for that; but
 * after each further death in a row the pool waits twice as long before the next start. Guarded by the pool's lock.
 */
public final class EarlyDeaths {

    private static final int LONGEST_PAUSE_SECONDS = 30;

    private int inARow;
    private long lastNanos;
    private @Nullable String last;

    /**
     * Another one.
     *
     * @param startedNanos when it was started: a worker that was started before the last one in the row died is not the next one, as
     *     when all workers die at the same time
     * @param why it died, and what to do
     */
    public void add(long startedNanos, long nowNanos, String why) {
        if (inARow == 0 || startedNanos - lastNanos > 0) {
            inARow++;
            lastNanos = nowNanos;
            last = why;
        }
    }

    /** A worker has done a task, or lived for a while; one that was started before the last one died proves nothing. */
    public void proved(long startedNanos) {
        if (inARow > 0 && startedNanos - lastNanos > 0) {
            inARow = 0;
            last = null;
        }
    }

    /** From the last one to the next start. */
    public Duration pause() {
        return inARow < 2
                ? Duration.ZERO
                : Duration.ofSeconds(Math.min(1L << Math.min(inARow - 2, 10), LONGEST_PAUSE_SECONDS));
    }

    boolean isPause(long nowNanos) {
        return inARow > 1 && nowNanos - lastNanos < pause().toNanos();
    }

    /** Why the next worker is not started at once; null if it is. */
    public @Nullable String whyPause(long nowNanos) {
        return isPause(nowNanos)
                ? inARow
                        + " workers died one after the other soon after they were ready, before they had done anything, so the"
                        + " next one is started " + pause().toSeconds() + " s after the last one's death; " + last
                : null;
    }
}
