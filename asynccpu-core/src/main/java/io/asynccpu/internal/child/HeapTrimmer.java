package io.asynccpu.internal.child;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects the old generation between two tasks once it exceeds a ceiling. The serial collector takes new memory for large arrays
 * rather than collect garbage arrays, on newer JVMs up to the maximum heap, and new memory costs more than the collection. Other
 * collectors are left alone. Thread-safe.
 */
final class HeapTrimmer {

    /** In bytes. Collecting a heap of this size takes some milliseconds. */
    private static final long LOWEST = 64L << 20;

    /** The ceiling is this many times what the last collection has left, which keeps the cost of collections small. */
    private static final int GROWTH = 3;

    /** Reading the size of the heap takes longer than running some tasks. */
    private static final long LOOK_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private volatile long ceiling = LOWEST;
    private volatile long lookedNanos = System.nanoTime();

    /** Loaded only when the heap has become large. */
    private static final class Old {

        /** Null with other collectors. */
        static final @Nullable MemoryPoolMXBean GENERATION = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Tenured Gen"))
                .findFirst()
                .orElse(null);

        private Old() {}

        static long used() {
            return GENERATION == null ? 0 : GENERATION.getUsage().getUsed();
        }
    }

    boolean isDue(long now) {
        if (now - lookedNanos < LOOK_PAUSE) {
            return false;
        }
        lookedNanos = now;
        Runtime jvm = Runtime.getRuntime();
        // A large young generation full of garbage is left to the collector.
        return jvm.totalMemory() - jvm.freeMemory() > ceiling && Old.used() > ceiling;
    }

    synchronized void trim() {
        // Guard against race with another thread that has collected meanwhile.
        if (Old.used() > ceiling) {
            System.gc();
            ceiling = Math.max(LOWEST, GROWTH * Old.used());
        }
    }
}
