package io.asynccpu.supervisor;

import java.util.concurrent.TimeUnit;

/**
 * Outcomes of a worker's tasks that have come but are not objects yet. While they are many bytes the next large one has to wait, and
 * what the worker sends after it, so that one which makes them faster than this JVM can read them does not fill its heap. But a reading may never end, so
 * that lasts for a bounded time only; what is not read by then counts no more. Thread-safe.
 */
public final class Backlog {

    /** Enough small ones to keep all processors busy, or a single large one. */
    static final long MOST_BYTES = 64 << 10;

    private final long patienceNanos;

    // Written under this, read by all.
    private volatile long bytes;
    // Guarded by this.
    private int era;

    /**
     * @param patienceNanos how long the worker may be kept waiting
     */
    public Backlog(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** One outcome. */
    public final class Share {

        private final long size;
        private final int since;

        private Share(long size, int since) {
            this.size = size;
            this.since = since;
        }

        /** Its bytes are not needed any more; called once. */
        public void end() {
            synchronized (Backlog.this) {
                if (since == era) {
                    bytes -= size;
                    Backlog.this.notifyAll();
                }
            }
        }
    }

    /** An outcome of so many bytes has come. */
    public synchronized Share add(long size) {
        Share share = new Share(size, era);
        bytes += size;
        return share;
    }

    /** A look, which costs the way of small outcomes next to nothing. */
    boolean isFull() {
        return bytes > MOST_BYTES;
    }

    /** By the thread that reads the worker's messages, with a large outcome in its hands. */
    synchronized void awaitRoom() {
        long end = System.nanoTime() + patienceNanos;
        try {
            long left;
            while (isFull() && (left = end - System.nanoTime()) > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            // Nobody may interrupt this thread; if somebody does, it reads on.
        }
        if (isFull()) {
            era++;
            bytes = 0;
        }
    }
}
