package io.asynccpu.internal.child;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Measures the time and memory that the tasks of one thread use. Reading a thread's processor time takes longer than some tasks, so it
 * is not read for each: a short task counts as having used the processor all the time, and a longer one may be charged with up to as
 * much of the time before it.
 */
final class ThreadUsageMeter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(100);

    // Used by the thread only.
    private long cpuReadNanos = System.nanoTime() - 2 * SHORT;
    private long cpuBefore;
    private long bytesBefore;
    private long startNanos;
    private long wallNanos;
    private long cpuNanos;
    private long bytes;

    /** Loads the JVM's own meters. */
    static void prepare() {
        THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Returns the number of threads that this JVM has started so far. */
    static long threadsStarted() {
        return THREADS.getTotalStartedThreadCount();
    }

    /** Returns the start on the clock of {@link System#nanoTime}. */
    long start() {
        startNanos = System.nanoTime();
        if (startNanos - cpuReadNanos > SHORT) {
            cpuBefore = THREADS.getCurrentThreadCpuTime();
            cpuReadNanos = startNanos;
        }
        bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        return startNanos;
    }

    void stop() {
        long now = System.nanoTime();
        wallNanos = now - startNanos;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        if (wallNanos < SHORT) {
            cpuNanos = wallNanos;
            cpuBefore += wallNanos;
        } else {
            long cpu = THREADS.getCurrentThreadCpuTime();
            cpuNanos = Math.min(wallNanos, Math.max(0, cpu - cpuBefore));
            cpuBefore = cpu;
            cpuReadNanos = now;
        }
    }

    /** Returns the end of the last task on the clock of {@link System#nanoTime}. */
    long stopNanos() {
        return startNanos + wallNanos;
    }

    long wallNanos() {
        return wallNanos;
    }

    long cpuNanos() {
        return cpuNanos;
    }

    long allocatedBytes() {
        return bytes;
    }
}
