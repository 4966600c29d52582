package io.asynccpu.worker;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * What the tasks of one thread use, one after the other. To ask for a thread's processor time takes longer than many a
 * task, so it is done only now and then: a short task is taken to have used the processor all the time, and a longer one may
 * be charged with as much of what came before it.
 */
final class Meter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(100);

    // Used by that thread only.
    private long cpuReadNanos = System.nanoTime() - 2 * SHORT;
    private long cpuBefore;
    private long bytesBefore;
    private long startNanos;
    private long wallNanos;
    private long cpuNanos;
    private long bytes;

    /** Finds the JVM's own meters, which takes a while. */
    static void prepare() {
        THREADS.getCurrentThreadAllocatedBytes();
    }

    /** In this JVM, until now; costs next to nothing. */
    static long threadsStarted() {
        return THREADS.getTotalStartedThreadCount();
    }

    /** Gives the time on the clock. */
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

    /** When the last task ended, on the clock. */
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
