package io.asynccpu.internal.codec.java;

import io.asynccpu.internal.codec.UncrossableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Serializes and deserializes one object; bytes from a child are read through a filter. Stateless. */
public final class JavaSerialization {

    private JavaSerialization() {}

    /**
     * @return the classes of all objects that were written
     * @throws UncrossableException if an object in the value is not serializable, with the path to it
     */
    public static Set<Class<?>> write(Object value, OutputStream out) throws IOException, UncrossableException {
        Set<Class<?>> classes = new LinkedHashSet<>();
        try (ObjectOutputStream objects = new ObjectOutputStream(out) {
            @Override
            protected void annotateClass(Class<?> type) {
                classes.add(type);
            }
        }) {
            objects.writeObject(value);
            return classes;
        } catch (NotSerializableException e) {
            throw NotSerializablePath.explain(value, e);
        }
    }

    /** Refuses classes that {@link #readFiltered} would not read. */
    static void requireDeclared(Type type, Set<Class<?>> classes) throws UncrossableException {
        DeclaredClasses.Filter filter = new DeclaredClasses(type).filter(Integer.MAX_VALUE);
        for (Class<?> each : classes) {
            if (!filter.allows(each)) {
                throw new UncrossableException(
                        "a " + each.getName() + " is used where the signature does not declare it, and"
                                + " a child must not choose classes; declare the class, or seal the declared one");
            }
        }
    }

    /** Deserializes without a filter: only for bytes that the parent wrote. */
    public static @Nullable Object readTrusted(byte[] bytes, int offset, int length, ClassLoader loader)
            throws IOException, ClassNotFoundException, UncrossableException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes, offset, length);
        try (ObjectInputStream objects = new LoaderObjectInputStream(in, loader)) {
            return requireEnd(objects.readObject(), in);
        }
    }

    /** Deserializes only classes that the type declares, and plain data classes of the JDK. */
    public static @Nullable Object readFiltered(Type type, byte[] bytes, int offset, int length, ClassLoader loader)
            throws IOException, ClassNotFoundException, UncrossableException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes, offset, length);
        DeclaredClasses.Filter filter = new DeclaredClasses(type).filter(length);
        try (ObjectInputStream objects = new LoaderObjectInputStream(in, loader) {
            @Override
            protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
                throw new InvalidClassException("a proxy, which no signature declares");
            }
        }) {
            objects.setObjectInputFilter(filter);
            return requireEnd(objects.readObject(), in);
        } catch (InvalidClassException e) {
            String refused = filter.refused();
            if (refused == null) {
                throw e;
            }
            throw new UncrossableException("the worker sent " + refused, e);
        }
    }

    private static @Nullable Object requireEnd(@Nullable Object value, ByteArrayInputStream in)
            throws UncrossableException {
        if (in.available() > 0) {
            throw new UncrossableException(in.available() + " bytes too many");
        }
        return value;
    }
}
