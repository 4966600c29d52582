package io.asynccpu.internal.parent;

import java.util.concurrent.TimeUnit;

/**
 * Limits the bytes of a worker's outcomes that have arrived but are not deserialized yet.
 *
 * <p>Above the limit the next large outcome has to wait, and with it all later messages of the worker. Otherwise a worker that
 * produces outcomes faster than this JVM can deserialize them would fill its heap. A deserialization may never end, so the
 * wait is bounded; outcomes that are not deserialized by then no longer count.
 *
 * <p>Actors: the thread that reads the worker's messages adds outcomes and waits; any thread ends the share of an outcome.
 * Shared state is guarded by the monitor.
 */
public final class Backlog {

    /** Enough small outcomes to keep all processors busy, or a single large one. */
    static final long MOST_BYTES = 64 << 10;

    private final long patienceNanos;

    // Written under this, read by all.
    private volatile long bytes;
    // Guarded by this.
    private int era;

    /** @param patienceNanos how long the worker may be kept waiting */
    public Backlog(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** The share of one outcome. */
    public final class Share {

        private final long size;
        private final int since;

        private Share(long size, int since) {
            this.size = size;
            this.since = since;
        }

        /** The bytes are not needed any more; called once. */
        public void end() {
            synchronized (Backlog.this) {
                if (since == era) {
                    bytes -= size;
                    Backlog.this.notifyAll();
                }
            }
        }
    }

    /** An outcome of that size has come. */
    public synchronized Share add(long size) {
        Share share = new Share(size, era);
        bytes += size;
        return share;
    }

    /** Without the monitor, so that small outcomes cost next to nothing. */
    boolean isFull() {
        return bytes > MOST_BYTES;
    }

    /** By the thread that reads the worker's messages, and holds a large outcome. */
    synchronized void awaitRoom() {
        long end = System.nanoTime() + patienceNanos;
        try {
            long left;
            while (isFull() && (left = end - System.nanoTime()) > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            // No other code may interrupt this thread; if it is interrupted, it reads on.
        }
        if (isFull()) {
            era++;
            bytes = 0;
        }
    }
}
