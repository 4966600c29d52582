package io.asynccpu.internal.fastpath;

import java.util.concurrent.TimeUnit;

/**
 * How many tasks may be sent to a worker before it is free: as many as it does in about a millisecond, judged by the tasks before. Where
 * tasks are long it is none. Guarded by the pool's lock.
 */
public final class PrefetchWindow {

    /** How much work may stand before a prefetched task. */
    public static final long HORIZON = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * How long prefetched tasks may wait while no other worker is free. Longer than the system takes processors away from processes that
     * compete for them: tasks that are recalled from those come back to them.
     */
    public static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int MOST = 1024;

    /** Each task counts for an eighth of the average. */
    private static final int WEIGHT = 8;

    /** Long enough for no prefetching, until some tasks have ended. */
    private double averageNanos = HORIZON * 2.0;

    public void taskTook(long nanos) {
        averageNanos += (Math.max(1, nanos) - averageNanos) / WEIGHT;
    }

    public int size() {
        return FastPath.isOn() ? (int) Math.min(MOST, HORIZON / averageNanos) : 0;
    }
}
