package io.asynccpu.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization. Every serializable argument crosses. A result must keep to its declared type, because a child that
 * parses hostile input could send anything: only the classes that the signature names, the fields of the application's
 * classes among them, and plain JDK data are read; any other class is refused before its code runs.
 */
public final class JavaCodec extends FramedCodec {

    private final ClassLoader loader;

    /**
     * @param loader of the application's classes
     */
    public JavaCodec(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    void encodeObject(Type type, Object value, PayloadBuffer out) throws Exception {
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(value);
        } catch (NotSerializableException e) {
            throw NotSerializablePath.explain(value, e);
        }
    }

    @Override
    @Nullable
    Object decodeObject(Type type, ByteBuffer in, boolean trusted) throws Exception {
        ByteArrayInputStream bytes =
                new ByteArrayInputStream(in.array(), in.arrayOffset() + in.position(), in.remaining());
        Object value = trusted ? readTrusted(bytes) : readFiltered(type, bytes, in.remaining());
        if (bytes.available() > 0) {
            throw new UncrossableException("", bytes.available() + " bytes too many", null);
        }
        Class<?> declared = rawClass(type);
        if (value != null && declared != null && !declared.isInstance(value)) {
            throw new UncrossableException("", "a " + value.getClass().getName() + " came instead", null);
        }
        return value;
    }

    private @Nullable Object readTrusted(ByteArrayInputStream bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream objects = new LoaderObjectInputStream(bytes, loader)) {
            return objects.readObject();
        }
    }

    private @Nullable Object readFiltered(Type type, ByteArrayInputStream bytes, int length) throws Exception {
        DeclaredClasses.Filter filter = new DeclaredClasses(type).filter(length);
        try (ObjectInputStream objects = new LoaderObjectInputStream(bytes, loader) {
            @Override
            protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
                throw new InvalidClassException("a proxy, which no signature declares");
            }
        }) {
            objects.setObjectInputFilter(filter);
            return objects.readObject();
        } catch (InvalidClassException e) {
            String refused = filter.refused();
            throw refused == null ? e : new UncrossableException("", "the worker sent " + refused, e);
        }
    }

    @Override
    void checkObject(Type type) throws UncrossableException {
        if (type instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                checkObject(argument);
            }
        }
        Class<?> raw = rawClass(type);
        if (raw == null || raw == Object.class) {
            return;
        }
        String resource = ProcessBoundTypes.reason(raw);
        if (resource != null) {
            throw new UncrossableException("", resource, null);
        }
        if (!raw.isInterface() && !raw.isPrimitive() && !Serializable.class.isAssignableFrom(raw)) {
            throw new UncrossableException(
                    "",
                    raw.getName() + " does not implement java.io.Serializable; let it, or use the codec 'jackson'",
                    null);
        }
    }

    private static @Nullable Class<?> rawClass(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return rawClass(parameterized.getRawType());
        }
        return type instanceof Class<?> raw ? raw : null;
    }
}
