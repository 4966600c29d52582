package io.asynccpu.sample.mandelbrot;

import io.asynccpu.api.TaskContext;
import java.lang.reflect.Field;

/**
 * What no code should do: each of these harms the JVM that it runs in. Anywhere but in a worker they refuse. (For your tests there
 * are many more of them, in asynccpu-faults.)
 */
final class Faults {

    private static final int MEBIBYTE = 1 << 20;

    private Faults() {}

    /** A write to address 0 by native code. */
    static void crash() {
        mustBeWorker();
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            type.getMethod("putAddress", long.class, long.class).invoke(instance.get(null), 0L, 0L);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM does not let itself be crashed from inside", e);
        }
    }

    static void exit() {
        mustBeWorker();
        System.exit(1);
    }

    /** An endless loop that hears no interrupt. */
    @SuppressWarnings("InfiniteLoopCondition") // It is.
    static void hang() {
        mustBeWorker();
        long spins = 0;
        while (spins >= 0) {
            spins = (spins + 1) & 0xff;
        }
    }

    /** Each block holds the one before, so the collector gets nothing back. */
    static void exhaust() {
        mustBeWorker();
        Object[] held = new Object[0];
        while (true) {
            held = new Object[] {new byte[MEBIBYTE], held};
        }
    }

    private static void mustBeWorker() {
        if (TaskContext.find().filter(task -> !task.isInProcess()).isEmpty()) {
            throw new IllegalStateException("Only a worker may be harmed, and this thread runs no task of one");
        }
    }
}
