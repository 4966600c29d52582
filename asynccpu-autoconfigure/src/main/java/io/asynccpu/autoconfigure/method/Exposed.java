package io.asynccpu.autoconfigure.method;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;

/** Which method of what is exposed for a bean, such as a proxy of its interfaces, leads to a method of the bean's class. */
public final class Exposed {

    private Exposed() {}

    /** Null if none does. */
    public static @Nullable Method method(Method method, Class<?> beanClass, Class<?> exposed) {
        if (method.getDeclaringClass().isAssignableFrom(exposed)) {
            return method;
        }
        for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(exposed)) {
            for (Method candidate : type.getMethods()) {
                // A generic interface has other parameter types than the class.
                if (candidate.getName().equals(method.getName())
                        && BridgeMethodResolver.findBridgedMethod(AopUtils.getMostSpecificMethod(candidate, beanClass))
                                .equals(method)) {
                    return candidate;
                }
            }
        }
        return null;
    }
}
