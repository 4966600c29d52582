package io.asynccpu.worker;

import java.util.Map;

/** Where a worker's threads run: in a JVM of its own, or in its parent's, which must not notice. Thread-safe. */
interface Host {

    /** Whether it is the parent's. */
    boolean isParents();

    /** What was written to standard output so far; 0 where nobody counts. */
    long outBytes();

    /** What was written to standard error so far; 0 where nobody counts. */
    long errBytes();

    /** For the log, when the channel cannot carry it. */
    void say(String words);

    /** The parent is ending, and will say when this worker is to. */
    void stay();

    /** The parent's log levels are these now, by name of logger. Returns at once. */
    void levels(Map<String, String> levels);

    /** Waits until they are set, but not for long. */
    void awaitLevels() throws InterruptedException;

    /**
     * Whether tasks have left so much garbage that it is time to collect it. Asked after each task.
     *
     * @param now on the clock of {@link System#nanoTime}
     */
    boolean heapIsDue(long now);

    /** Collects it. */
    void collectHeap();

    /** A task, or the start, found memory exhausted. Returns only where the JVM is to go on all the same. */
    void exhausted(OutOfMemoryError e);

    /** A thread that runs tasks is broken: one less would be a task without an answer, so the worker ends. */
    void broken(Throwable e);
}
