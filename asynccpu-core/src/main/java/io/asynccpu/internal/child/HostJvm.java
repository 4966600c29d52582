package io.asynccpu.internal.child;

import java.util.Map;

/** The JVM in which a worker's threads run: one of its own, or that of its parent, which must not be affected. Thread-safe. */
interface HostJvm {

    boolean isParentJvm();

    /** Returns the bytes written to standard output so far; 0 where they are not counted. */
    long outBytes();

    /** Returns the bytes written to standard error so far; 0 where they are not counted. */
    long errBytes();

    /** Logs a text that the channel cannot carry. */
    void log(String text);

    /** The parent is ending, and will tell when this worker has to end. */
    void stay();

    /** The parent's log levels are these now, by logger name. Returns at once. */
    void levels(Map<String, String> levels);

    /** Waits for a bounded time until the levels are set. */
    void awaitLevels() throws InterruptedException;

    /**
     * Whether tasks have left so much garbage that it should be collected. Called after each task.
     *
     * @param now on the clock of {@link System#nanoTime}
     */
    boolean isHeapTrimDue(long now);

    void trimHeap();

    /** A task, or the start, has exhausted the memory. Returns only if the JVM goes on nevertheless. */
    void exhausted(OutOfMemoryError e);

    /** A task thread is broken. The worker ends, because tasks for that thread would get no outcome. */
    void broken(Throwable e);
}
