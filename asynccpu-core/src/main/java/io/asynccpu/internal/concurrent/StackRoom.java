package io.asynccpu.internal.concurrent;

import io.asynccpu.internal.bytecode.ClassFile;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether the calling thread has enough stack left for a step that must not end halfway, for example while it
 * holds a lock. A user's thread may have hardly any left. Takes some ten nanoseconds: the JVM itself checks for the
 * stack frame of each method that is called, so the check calls a method that does nothing but has a large frame.
 */
public final class StackRoom {

    private static final Logger LOG = LoggerFactory.getLogger(StackRoom.class);

    /** Several times the need of the deepest step, and a third of the smallest stack that a thread can have. */
    private static final int BYTES = 48 << 10;

    /** Compilers do not inline a method of this length; inlined, it would have no frame of its own. */
    private static final int TOO_LONG_TO_INLINE = 500;

    private static final byte[] NOTHING = {};

    /** Null where the method cannot be defined, as in a native image. */
    private static final @Nullable MethodHandle METHOD = define();

    private StackRoom() {}

    /**
     * Checks the stack.
     *
     * @throws StackOverflowError if not enough is left, before any step has begun
     */
    public static void require() {
        try {
            if (METHOD != null) {
                int unused = (int) METHOD.invokeExact(NOTHING);
            }
        } catch (StackOverflowError e) {
            throw e;
        } catch (Throwable never) {
            throw new IllegalStateException("A method that does nothing failed", never);
        }
    }

    public static boolean isThere() {
        try {
            require();
            return true;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static @Nullable MethodHandle define() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> type = lookup.defineHiddenClass(classFile(), true).lookupClass();
            return lookup.findStatic(type, "enter", MethodType.methodType(int.class, byte[].class));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.debug("The remaining stack is not checked, since the method for it cannot be defined", e);
            return null;
        }
    }

    /**
     * {@code static int enter(byte[] some) { return some.length; }}. It reads from an argument because a method that
     * cannot throw needs no frame.
     */
    private static byte[] classFile() {
        byte[] code = new byte[TOO_LONG_TO_INLINE + 3];
        code[TOO_LONG_TO_INLINE] = 0x2a; // aload_0
        code[TOO_LONG_TO_INLINE + 1] = (byte) 0xbe; // arraylength
        code[TOO_LONG_TO_INLINE + 2] = (byte) 0xac; // ireturn
        return ClassFile.of(
                StackRoom.class.getName() + "Method",
                Object.class,
                ClassFile.STATIC,
                "enter",
                "([B)I",
                1,
                BYTES / Long.BYTES,
                code);
    }
}
