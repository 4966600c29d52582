package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.SerializationConstructors;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Creates instances of a class whose fields are set afterwards. No code of the class runs, as in Java serialization,
 * except if it has transient fields and a constructor without parameters that initializes them.
 */
final class InstanceFactory {

    private final Constructor<?> constructor;

    private final boolean own;

    /** @param own whether it is the class's own constructor, which may do anything */
    private InstanceFactory(Constructor<?> constructor, boolean own) {
        this.constructor = constructor;
        this.own = own;
    }

    boolean runConstructors() {
        return own;
    }

    static InstanceFactory of(Class<?> type) throws UncrossableException {
        if (Modifier.isAbstract(type.getModifiers())) {
            throw new UncrossableException(type.getName() + " is abstract");
        }
        Constructor<?> own = constructor(type);
        if (own != null && Fields.hasTransient(type) && own.trySetAccessible()) {
            return new InstanceFactory(own, true);
        }
        Class<?> platform = Fields.platformSuperclass(type);
        Constructor<?> inherited = constructor(platform);
        if (inherited == null || Modifier.isPrivate(inherited.getModifiers())) {
            throw new UncrossableException(type.getName() + " extends " + platform.getName()
                    + ", which has no constructor without parameters");
        }
        Constructor<?> used = without(type, inherited, own);
        return new InstanceFactory(used, used.equals(own));
    }

    private static Constructor<?> without(Class<?> type, Constructor<?> inherited, @Nullable Constructor<?> own)
            throws UncrossableException {
        try {
            if (SerializationConstructors.areAvailable()) {
                return SerializationConstructors.make(type, inherited);
            }
        } catch (ReflectiveOperationException e) {
            throw new UncrossableException(type.getName() + " cannot be created without its constructors: " + e, e);
        }
        if (own != null && own.trySetAccessible()) {
            return own;
        }
        throw new UncrossableException(type.getName()
                + " has no constructor without parameters, and this JVM lacks the module jdk.unsupported, which creates objects"
                + " without one");
    }

    private static @Nullable Constructor<?> constructor(Class<?> type) {
        try {
            return type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    Object create() throws UncrossableException {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new UncrossableException("its constructor failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new UncrossableException("it cannot be created: " + e, e);
        }
    }
}
