package io.asynccpu.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Workers that died soon after they were ready, before they had done anything: killed from outside, or by what runs in each of
 * them, as an agent that exits. Their starts succeeded, so no task fails for that, but each next one in a row is started after
 * a pause twice as long. Guarded by the pool's lock.
 */
final class EarlyDeaths {

    private static final int LONGEST_PAUSE_SECONDS = 30;

    private int inARow;
    private long lastNanos;
    private @Nullable String last;

    /**
     * Another one.
     *
     * @param hiredNanos when it was hired: whoever came before the last one in the row died is not the next one, as when all that
     *     are there die at the same time
     * @param why what it died of, and what to do
     */
    void add(long hiredNanos, long nowNanos, String why) {
        if (inARow == 0 || hiredNanos - lastNanos > 0) {
            inARow++;
            lastNanos = nowNanos;
            last = why;
        }
    }

    /** A worker has done a task, or lived for a while; that of one that came before the last one died says nothing. */
    void proved(long hiredNanos) {
        if (inARow > 0 && hiredNanos - lastNanos > 0) {
            inARow = 0;
            last = null;
        }
    }

    /** From the last one to the next start. */
    Duration pause() {
        return inARow < 2
                ? Duration.ZERO
                : Duration.ofSeconds(Math.min(1L << Math.min(inARow - 2, 10), LONGEST_PAUSE_SECONDS));
    }

    boolean isPause(long nowNanos) {
        return inARow > 1 && nowNanos - lastNanos < pause().toNanos();
    }

    /** Why the next worker is not started at once; null if it is. */
    @Nullable
    String whyPause(long nowNanos) {
        return isPause(nowNanos)
                ? inARow
                        + " workers died one after the other soon after they were ready, before they had done anything, so the"
                        + " next one is started " + pause().toSeconds() + " s after the last one's death; " + last
                : null;
    }
}
