package io.asynccpu.internal.concurrent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Tells virtual threads from platform threads, also in code that is compiled for a JDK without virtual threads.
 *
 * <p>The difference matters wherever threads wait for each other: a virtual thread that waits may lose its carrier to
 * others for any time, and a thread that waits for it waits for them, too.
 */
public final class VirtualThreads {

    /** Null before JDK 21. */
    private static final @Nullable MethodHandle IS_VIRTUAL = find();

    private VirtualThreads() {}

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException thereAreNone) {
            return null;
        }
    }

    /** Whether the calling thread is virtual. */
    public static boolean isCurrent() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable never) {
            throw new IllegalStateException("Thread.isVirtual() failed", never);
        }
    }
}
