package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The {@code readResolve} method of a serializable class, which replaces an instance that was read, for example by a
 * constant.
 */
final class ReadResolve {

    private final Method method;

    private ReadResolve(Method method) {
        this.method = method;
    }

    static @Nullable ReadResolve of(Class<?> type) {
        if (!Serializable.class.isAssignableFrom(type)) {
            return null;
        }
        for (Class<?> each = type; each != null && !Fields.isPlatform(each); each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                boolean inherited = each == type || !Modifier.isPrivate(method.getModifiers());
                if (method.getName().equals("readResolve")
                        && method.getParameterCount() == 0
                        && inherited
                        && method.trySetAccessible()) {
                    return new ReadResolve(method);
                }
            }
        }
        return null;
    }

    Object apply(Object read) throws UncrossableException {
        try {
            Object resolved = method.invoke(read);
            if (resolved == null) {
                throw new UncrossableException("its readResolve() returned null");
            }
            return resolved;
        } catch (InvocationTargetException e) {
            throw new UncrossableException("its readResolve() failed: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("An accessible method cannot be called: " + method, e);
        }
    }
}
