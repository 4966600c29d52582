package io.asynccpu.internal.codec.reflect;

import io.asynccpu.internal.codec.UncrossableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a collection or entity of a persistence provider has been loaded. Nothing is ever loaded here: a query
 * in the middle of a call would be a surprise, and it fails outside of a session. The providers are known by name only.
 */
public final class LazyState {

    static final String REMEDY = "; load it before the call (a fetch join, an entity graph, Hibernate.initialize),"
            + " or pass its id or a DTO";

    /**
     * A method of the provider's interface that tells the state or, for an entity, returns the interceptor that does.
     */
    private final Method method;

    private final boolean entity;

    private LazyState(Method method, boolean entity) {
        this.method = method;
        this.entity = entity;
    }

    /** For a class of collections of a provider; null for other classes. */
    public static @Nullable LazyState ofCollection(Class<?> type) {
        Method method = method(type, "org.hibernate.collection.spi.PersistentCollection", "wasInitialized");
        if (method == null) {
            method = method(type, "org.eclipse.persistence.indirection.IndirectCollection", "isInstantiated");
        }
        return method == null ? null : new LazyState(method, false);
    }

    /** For an entity class that was enhanced to load attributes on first use; null for other classes. */
    public static @Nullable LazyState ofEntity(Class<?> type) {
        Method method = method(
                type, "org.hibernate.engine.spi.PersistentAttributeInterceptable", "$$_hibernate_getInterceptor");
        return method == null ? null : new LazyState(method, true);
    }

    public void requireLoaded(Object value) throws UncrossableException {
        if (!entity) {
            if (!Boolean.TRUE.equals(call(method, value))) {
                throw new UncrossableException("the collection has not been loaded yet" + REMEDY);
            }
            return;
        }
        Object interceptor = call(method, value);
        Method lazy = interceptor == null
                ? null
                : method(
                        interceptor.getClass(),
                        "org.hibernate.bytecode.enhance.spi.interceptor.BytecodeLazyAttributeInterceptor",
                        "hasAnyUninitializedAttributes");
        if (interceptor != null && lazy != null && Boolean.TRUE.equals(call(lazy, interceptor))) {
            throw new UncrossableException("the entity has attributes that have not been loaded yet" + REMEDY);
        }
    }

    private static @Nullable Method method(Class<?> type, String interfaceName, String name) {
        Class<?> found = NamedInterfaces.find(type, interfaceName);
        try {
            return found == null ? null : found.getMethod(name);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static @Nullable Object call(Method method, Object target) throws UncrossableException {
        try {
            return method.invoke(target);
        } catch (InvocationTargetException e) {
            throw new UncrossableException(
                    "the provider failed to tell whether it is loaded: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A public method of a public interface cannot be called: " + method, e);
        }
    }
}
