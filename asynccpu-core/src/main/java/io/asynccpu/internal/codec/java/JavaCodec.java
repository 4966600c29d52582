package io.asynccpu.internal.codec.java;

import io.asynccpu.internal.codec.FramedCodec;
import io.asynccpu.internal.codec.PayloadBuffer;
import io.asynccpu.internal.codec.ProcessBoundTypes;
import io.asynccpu.internal.codec.UncrossableException;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The codec {@code java}: Java serialization. Every serializable argument crosses. A result must conform to its
 * declared type, since a child that parses hostile input could send anything: only classes that the signature names,
 * the types of their fields among them, and plain data classes of the JDK are read. Any other class is refused before
 * its code runs.
 */
public final class JavaCodec extends FramedCodec {

    private final ClassLoader loader;
    private final SerializationGuard guard = new SerializationGuard();

    /**
     * @param loader of the application's classes
     */
    public JavaCodec(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    protected void encodeObject(Type type, Object value, PayloadBuffer out, boolean asArgument) throws Exception {
        int start = out.size();
        Set<Class<?>> classes = JavaSerialization.write(value, out);
        if (!asArgument) {
            JavaSerialization.requireDeclared(type, classes);
        }
        if (guard.mustCompare(classes)) {
            Object made = out.read((bytes, size) -> read(type, bytes, start, size - start, asArgument));
            guard.compare(classes, value, made);
        }
    }

    private @Nullable Object read(Type type, byte[] bytes, int offset, int length, boolean asArgument)
            throws UncrossableException {
        try {
            return asArgument
                    ? JavaSerialization.readTrusted(bytes, offset, length, loader)
                    : JavaSerialization.readFiltered(type, bytes, offset, length, loader);
        } catch (IOException | ClassNotFoundException e) {
            throw new UncrossableException("Java serialization cannot read it: " + e.getMessage(), e);
        }
    }

    @Override
    protected @Nullable Object decodeObject(Type type, ByteBuffer in, boolean asArgument) throws Exception {
        int offset = in.arrayOffset() + in.position();
        Object value = read(type, in.array(), offset, in.remaining(), asArgument);
        Class<?> declared = rawClass(type);
        if (value != null && declared != null && !declared.isInstance(value)) {
            throw new UncrossableException("a " + value.getClass().getName() + " was received instead");
        }
        return value;
    }

    @Override
    protected void checkObject(Type type, boolean asArgument) throws UncrossableException {
        if (type instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                checkObject(argument, asArgument);
            }
        }
        Class<?> raw = rawClass(type);
        if (raw == null || raw == Object.class) {
            return;
        }
        String resource = ProcessBoundTypes.reason(raw);
        if (resource != null) {
            throw new UncrossableException(resource);
        }
        if (!raw.isInterface() && !raw.isPrimitive() && !Serializable.class.isAssignableFrom(raw)) {
            throw new UncrossableException(raw.getName()
                    + " does not implement java.io.Serializable; implement it, or use the codec 'jackson'");
        }
    }

    private static @Nullable Class<?> rawClass(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return rawClass(parameterized.getRawType());
        }
        return type instanceof Class<?> raw ? raw : null;
    }
}
