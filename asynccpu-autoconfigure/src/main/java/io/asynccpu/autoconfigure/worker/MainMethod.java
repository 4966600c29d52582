package io.asynccpu.autoconfigure.worker;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Main method of a class, also in the shorter forms of newer JDKs. */
final class MainMethod {

    private final Method method;

    private MainMethod(Method method) {
        this.method = method;
    }

    static @Nullable MainMethod find(Class<?> type) {
        // As java does. Methods that are not public may refer to classes that are missing.
        Method method = ClassUtils.getMethodIfAvailable(type, "main", String[].class);
        if (method == null) {
            method = ReflectionUtils.findMethod(type, "main", String[].class);
        }
        if (method == null) {
            method = ReflectionUtils.findMethod(type, "main");
        }
        return method == null || method.getReturnType() != void.class ? null : new MainMethod(method);
    }

    /** Throws the exception of the method itself. */
    void call(String[] arguments) throws Exception {
        ReflectionUtils.makeAccessible(method);
        Object target = Modifier.isStatic(method.getModifiers()) ? null : instance();
        try {
            if (method.getParameterCount() == 0) {
                method.invoke(target);
            } else {
                method.invoke(target, (Object) arguments);
            }
        } catch (InvocationTargetException thrown) {
            ReflectionUtils.rethrowException(thrown.getTargetException());
        }
    }

    private Object instance() throws ReflectiveOperationException {
        Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor();
        ReflectionUtils.makeAccessible(constructor);
        return constructor.newInstance();
    }
}
