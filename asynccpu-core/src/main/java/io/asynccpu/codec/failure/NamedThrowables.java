package io.asynccpu.codec.failure;

import io.asynccpu.codec.reflect.ClassFile;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remote throwables of a class of its own, which has a given name and nothing else: {@link Object#getClass()} cannot be
 * overridden, and logging systems ask for its name. Thread-safe.
 */
final class NamedThrowables {

    private static final Logger LOG = LoggerFactory.getLogger(NamedThrowables.class);

    /** Null if the class cannot be. */
    private final @Nullable Constructor<? extends RemoteThrowable> constructor;

    private NamedThrowables(@Nullable Constructor<? extends RemoteThrowable> constructor) {
        this.constructor = constructor;
    }

    static NamedThrowables of(String name) {
        try {
            return new NamedThrowables(new OneClass()
                    .define(name, classFile(name))
                    .asSubclass(RemoteThrowable.class)
                    .getConstructor(FailureData.class, Throwable.class));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // As in a native image, or for the name of the superclass.
            LOG.debug("There is no stand-in for {}", name, e);
            return new NamedThrowables(null);
        }
    }

    RemoteThrowable make(FailureData data, @Nullable Throwable cause) {
        try {
            return constructor == null ? new RemoteThrowable(data, cause) : constructor.newInstance(data, cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A public constructor that only calls another one failed", e);
        }
    }

    /** So that it is in nobody's way, and goes when nobody needs it any more. */
    private static final class OneClass extends ClassLoader {

        OneClass() {
            super(RemoteThrowable.class.getClassLoader());
        }

        Class<?> define(String name, byte[] file) {
            return defineClass(name, file, 0, file.length);
        }
    }

    /** Its one constructor only calls the superclass's. */
    private static byte[] classFile(String name) {
        // aload_0, aload_1, aload_2, invokespecial, return
        byte[] code = {0x2a, 0x2b, 0x2c, (byte) 0xb7, 0, ClassFile.SUPERS, (byte) 0xb1};
        String descriptor = "(" + FailureData.class.descriptorString() + Throwable.class.descriptorString() + ")V";
        return ClassFile.of(name, RemoteThrowable.class, 0, "<init>", descriptor, 3, 3, code);
    }
}
