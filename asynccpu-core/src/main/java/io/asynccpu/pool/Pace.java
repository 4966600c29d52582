package io.asynccpu.pool;

import java.util.concurrent.TimeUnit;

/**
 * How long tasks take, and so how many may be sent ahead to wait at a worker for their turn: as many as are done in about a
 * millisecond. Where tasks are long it is none. Guarded by the pool's lock.
 */
final class Pace {

    /** What may stand before a task that was sent ahead. */
    static final long HORIZON = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * So long they may wait while no other worker is free. Longer than the system takes processors away from processes that
     * compete for them: what is called back from those comes back to them.
     */
    static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int MOST = 1024;

    /** Each task counts for an eighth of what is known. */
    private static final int WEIGHT = 8;

    /** At first nothing is known. */
    private double averageNanos = HORIZON * 2.0;

    void took(long nanos) {
        averageNanos += (Math.max(1, nanos) - averageNanos) / WEIGHT;
    }

    int ahead() {
        return (int) Math.min(MOST, HORIZON / averageNanos);
    }
}
