package io.asynccpu.internal.codec.reflect;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Constructors as deserialization uses them: a constructor of a superclass creates an instance of the subclass, and no
 * code of the subclass runs. They come from the module {@code jdk.unsupported}, which a runtime image may lack.
 * Thread-safe.
 */
public final class SerializationConstructors {

    private static final @Nullable Object FACTORY = factory();

    /** Kept, since the JVM may generate a class for each of them. */
    private static final ClassValue<Map<Constructor<?>, Constructor<?>>> MADE = new ClassValue<>() {
        @Override
        protected Map<Constructor<?>, Constructor<?>> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private SerializationConstructors() {}

    private static @Nullable Object factory() {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            return factory.getMethod("getReflectionFactory").invoke(null);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    public static boolean areAvailable() {
        return FACTORY != null;
    }

    /**
     * @param type the class of the instances
     * @param of a constructor of one of its superclasses
     */
    public static Constructor<?> make(Class<?> type, Constructor<?> of) throws ReflectiveOperationException {
        Map<Constructor<?>, Constructor<?>> made = MADE.get(type);
        Constructor<?> known = made.get(of);
        if (known != null) {
            return known;
        }
        if (FACTORY == null) {
            throw new ClassNotFoundException("sun.reflect.ReflectionFactory");
        }
        Method make = FACTORY.getClass().getMethod("newConstructorForSerialization", Class.class, Constructor.class);
        Constructor<?> constructor = (Constructor<?>) make.invoke(FACTORY, type, of);
        made.put(of, constructor);
        return constructor;
    }
}
