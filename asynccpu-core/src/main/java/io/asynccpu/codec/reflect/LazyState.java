package io.asynccpu.codec.reflect;

import io.asynccpu.codec.UncrossableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Objects of persistence providers that stand for what has not been loaded. None is ever loaded here: a query in the middle of
 * a call surprises, and outside of a session it fails. The providers are known by names only.
 */
public final class LazyState {

    static final String REMEDY = "; load it before the call (a fetch join, an entity graph, Hibernate.initialize),"
            + " or pass its id or a DTO";

    /** Of an interface of the provider: what tells the state, or for an entity gives what can tell it. */
    private final Method method;

    private final boolean entity;

    private LazyState(Method method, boolean entity) {
        this.method = method;
        this.entity = entity;
    }

    /** Of a provider's collection, or null if the class is something else. */
    public static @Nullable LazyState ofCollection(Class<?> type) {
        Method method = method(type, "org.hibernate.collection.spi.PersistentCollection", "wasInitialized");
        if (method == null) {
            method = method(type, "org.eclipse.persistence.indirection.IndirectCollection", "isInstantiated");
        }
        return method == null ? null : new LazyState(method, false);
    }

    /** Of an entity whose class was changed for attributes that are loaded on first use, else null. */
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
            throw new UncrossableException("whether it is loaded cannot be told: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A public method of a public interface cannot be called: " + method, e);
        }
    }
}
