package io.asynccpu.codec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** {@code public final class <name> extends RemoteThrowable}, with one constructor, which calls the superclass's. */
    private static byte[] classFile(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream file = new DataOutputStream(bytes)) {
            file.writeInt(0xCAFEBABE);
            file.writeInt(61); // of Java 17
            file.writeShort(10); // constants, and one
            utf8(file, name.replace('.', '/')); // 1
            constant(file, 7, 1); // 2: this class
            utf8(file, RemoteThrowable.class.getName().replace('.', '/')); // 3
            constant(file, 7, 3); // 4: superclass
            utf8(file, "<init>"); // 5
            utf8(file, "(" + FailureData.class.descriptorString() + Throwable.class.descriptorString() + ")V"); // 6
            constant(file, 12, 5, 6); // 7: name and type
            constant(file, 10, 4, 7); // 8: the superclass's constructor
            utf8(file, "Code"); // 9
            // Synthetic, super, final, public; this class, superclass, no interfaces, no fields, one method:
            shorts(file, 0x1031, 2, 4, 0, 0, 1);
            // Public, <init>, its type, one attribute:
            shorts(file, 0x0001, 5, 6, 1);
            shorts(file, 9);
            file.writeInt(2 + 2 + 4 + 7 + 2 + 2);
            shorts(file, 3, 3); // stack, locals
            file.writeInt(7);
            // aload_0, aload_1, aload_2, invokespecial #8, return
            file.write(new byte[] {0x2a, 0x2b, 0x2c, (byte) 0xb7, 0, 8, (byte) 0xb1});
            shorts(file, 0, 0); // no handlers, no attributes
            shorts(file, 0); // no attributes
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void utf8(DataOutputStream file, String text) throws IOException {
        file.writeByte(1);
        file.writeUTF(text);
    }

    private static void constant(DataOutputStream file, int tag, int... indexes) throws IOException {
        file.writeByte(tag);
        shorts(file, indexes);
    }

    private static void shorts(DataOutputStream file, int... values) throws IOException {
        for (int value : values) {
            file.writeShort(value);
        }
    }
}
