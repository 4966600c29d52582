package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.bytecode.ClassFile;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A generated subclass of {@link RemoteThrowable} with a given name and no code of its own: logging systems print the
 * name of {@link Object#getClass()}, which cannot be overridden. Thread-safe.
 */
final class StandInClass {

    private static final Logger LOG = LoggerFactory.getLogger(StandInClass.class);

    /** Null if the class cannot be defined. */
    private final @Nullable Constructor<? extends RemoteThrowable> constructor;

    private StandInClass(@Nullable Constructor<? extends RemoteThrowable> constructor) {
        this.constructor = constructor;
    }

    static StandInClass of(String name) {
        try {
            return new StandInClass(new OneClass()
                    .define(name, classFile(name))
                    .asSubclass(RemoteThrowable.class)
                    .getConstructor(FailureData.class, Throwable.class));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // In a native image, or if the name is that of the superclass.
            LOG.debug("No stand-in class can be defined for {}", name, e);
            return new StandInClass(null);
        }
    }

    RemoteThrowable make(FailureData data, @Nullable Throwable cause) {
        try {
            return constructor == null ? new RemoteThrowable(data, cause) : constructor.newInstance(data, cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A public constructor that only calls another one failed", e);
        }
    }

    /** A loader for one class, which can be unloaded with it and does not conflict with other classes of that name. */
    private static final class OneClass extends ClassLoader {

        OneClass() {
            super(RemoteThrowable.class.getClassLoader());
        }

        Class<?> define(String name, byte[] file) {
            return defineClass(name, file, 0, file.length);
        }
    }

    /** The only constructor calls that of the superclass. */
    private static byte[] classFile(String name) {
        // aload_0, aload_1, aload_2, invokespecial, return
        byte[] code = {0x2a, 0x2b, 0x2c, (byte) 0xb7, 0, ClassFile.SUPERS, (byte) 0xb1};
        String descriptor = "(" + FailureData.class.descriptorString() + Throwable.class.descriptorString() + ")V";
        return ClassFile.of(name, RemoteThrowable.class, 0, "<init>", descriptor, 3, 3, code);
    }
}
