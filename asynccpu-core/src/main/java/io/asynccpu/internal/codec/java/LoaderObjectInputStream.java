package io.asynccpu.internal.codec.java;

import io.asynccpu.internal.codec.reflect.UntrustedClassNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/** An object input stream that finds classes through a given loader, without initializing them. */
public class LoaderObjectInputStream extends ObjectInputStream {

    /** Class loaders do not find primitive types. */
    private static final Class<?>[] PRIMITIVES = {
        boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class, double.class, void.class
    };

    private final ClassLoader loader;

    public LoaderObjectInputStream(InputStream in, ClassLoader loader) throws IOException {
        super(in);
        this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
        String name = description.getName();
        for (Class<?> primitive : PRIMITIVES) {
            if (primitive.getName().equals(name)) {
                return primitive;
            }
        }
        return UntrustedClassNames.find(name, loader);
    }
}
