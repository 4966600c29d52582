package io.asynccpu.codec.concurrent;

import io.asynccpu.codec.reflect.ClassFile;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the calling thread has stack enough for a step that must not end halfway, such as with a lock in its hands. A user's
 * thread may come with hardly any left. Costs some ten nanoseconds: the JVM looks by itself whether there is room for the frame of
 * a method when that is called, so a method is called that has so many variables, and does nothing.
 */
public final class StackRoom {

    private static final Logger LOG = LoggerFactory.getLogger(StackRoom.class);

    /** Several times what the deepest step needs; of the smallest stack that a thread can have a third. */
    private static final int BYTES = 48 << 10;

    /** Beyond this no compiler moves a method's code into another one, whose frame would be that large then. */
    private static final int TOO_LONG_TO_INLINE = 500;

    private static final byte[] NOTHING = {};

    /** Null where there can be no such method, as in a native image. */
    private static final @Nullable MethodHandle METHOD = define();

    private StackRoom() {}

    /** @throws StackOverflowError if there is not enough, before anything has begun */
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
            LOG.debug("Nobody looks how much stack there is", e);
            return null;
        }
    }

    /** {@code static int enter(byte[] some) { return some.length; }}: one that can throw nothing needs no frame. */
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
