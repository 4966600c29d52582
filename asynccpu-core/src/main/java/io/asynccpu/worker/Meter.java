package io.asynccpu.worker;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the calling thread has used since the start. */
final class Meter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long cpuNanos = THREADS.getCurrentThreadCpuTime();
    private final long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes();

    private Meter() {}

    static Meter start() {
        return new Meter();
    }

    long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime() - cpuNanos;
    }

    long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes() - allocatedBytes;
    }
}
