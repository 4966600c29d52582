package io.asynccpu.autoconfigure.method;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;

/**
 * Finds the method through which a bean's method can be called on the object that is exposed for the bean, such as a proxy of
 * its interfaces.
 */
public final class ExposedMethods {

    private ExposedMethods() {}

    /**
     * @return null if there is none
     */
    public static @Nullable Method find(Method method, Class<?> beanClass, Class<?> exposed) {
        if (method.getDeclaringClass().isAssignableFrom(exposed)) {
            return method;
        }
        for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(exposed)) {
            for (Method candidate : type.getMethods()) {
                // The parameter types of a generic interface differ from those of the class.
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
