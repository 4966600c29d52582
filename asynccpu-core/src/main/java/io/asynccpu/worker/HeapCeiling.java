package io.asynccpu.worker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * How much of the heap tasks may fill before it is collected between two of them. The serial collector would rather take
 * new memory for large arrays than look for those that are garbage, on newer JVMs up to the greatest heap; and new memory
 * costs more than the collection. Other collectors do as they think best. Thread-safe.
 */
final class HeapCeiling {

    /** In bytes; a collection of so little lasts some milliseconds. */
    private static final long LOWEST = 64L << 20;

    /** So many times what a collection has left over, its cost is small beside what made the garbage. */
    private static final int GROWTH = 3;

    /** To ask the JVM takes longer than to run some tasks. */
    private static final long LOOK_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private volatile long ceiling = LOWEST;
    private volatile long lookedNanos = System.nanoTime();

    boolean isReached(long now) {
        if (now - lookedNanos < LOOK_PAUSE) {
            return false;
        }
        lookedNanos = now;
        return used() > ceiling;
    }

    synchronized void collect() {
        // Guard against race with another thread that has collected meanwhile.
        if (used() <= ceiling) {
            return;
        }
        if (!isSerial()) {
            ceiling = Long.MAX_VALUE;
            return;
        }
        System.gc();
        ceiling = Math.max(LOWEST, GROWTH * used());
    }

    private static long used() {
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }

    private static boolean isSerial() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .anyMatch("MarkSweepCompact"::equals);
    }
}
