package io.asynccpu.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How much of the old generation tasks may fill before it is collected between two of them. The serial collector would
 * rather take new memory for large arrays than look for those that are garbage, on newer JVMs up to the greatest heap; and
 * new memory costs more than the collection. Other collectors do as they think best. Thread-safe.
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

    /** Not loaded before a heap has become large. */
    private static final class Old {

        /** Null under another collector. */
        static final @Nullable MemoryPoolMXBean GENERATION = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Tenured Gen"))
                .findFirst()
                .orElse(null);

        private Old() {}

        static long used() {
            return GENERATION == null ? 0 : GENERATION.getUsage().getUsed();
        }
    }

    boolean isReached(long now) {
        if (now - lookedNanos < LOOK_PAUSE) {
            return false;
        }
        lookedNanos = now;
        Runtime jvm = Runtime.getRuntime();
        // A large young generation may be full of garbage: that is the collector's own affair.
        return jvm.totalMemory() - jvm.freeMemory() > ceiling && Old.used() > ceiling;
    }

    synchronized void collect() {
        // Guard against race with another thread that has collected meanwhile.
        if (Old.used() > ceiling) {
            System.gc();
            ceiling = Math.max(LOWEST, GROWTH * Old.used());
        }
    }
}
