package io.asynccpu.autoconfigure.aop;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.autoconfigure.method.MethodSignature;
import io.asynccpu.autoconfigure.method.MethodTarget;
import io.asynccpu.autoconfigure.properties.AsyncCpuProperties;
import io.asynccpu.spi.TaskCall;
import io.asynccpu.spi.TaskOptions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringValueResolver;

/**
 * Annotated method of a bean, with the values of its attributes.
 *
 * @param pool name of the pool
 * @param call the call that crosses
 */
record ProcessAsyncMethod(Method method, String pool, TaskCall call, TaskOptions options) {

    private static final Set<Class<?>> RETURN_TYPES =
            Set.of(void.class, CompletableFuture.class, CompletionStage.class, Future.class, ProcessTask.class);

    static boolean canReturn(Class<?> type) {
        return RETURN_TYPES.contains(type) || MethodSignature.isMono(type);
    }

    /**
     * Whether the class, or a type that it inherits from, declares the annotation. This is cheaper than a look at each of its
     * methods, and most beans belong to a framework, whose types declare none.
     */
    static boolean isCandidate(@Nullable Class<?> type) {
        // What a framework's type inherits from is the framework's, too.
        if (type == null || ContainerMethods.isOfAFramework(type)) {
            return false;
        }
        if (declaresAnnotation(type) || isCandidate(type.getSuperclass())) {
            return true;
        }
        for (Class<?> inherited : type.getInterfaces()) {
            if (isCandidate(inherited)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declaresAnnotation(Class<?> type) {
        if (AnnotatedElementUtils.isAnnotated(type, ProcessAsync.class)) {
            return true;
        }
        for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
            // Most methods have no annotation at all, which the JVM tells faster than Spring.
            if (method.getAnnotations().length > 0 && AnnotatedElementUtils.isAnnotated(method, ProcessAsync.class)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the method is annotated, or its class is and the method is a public one that Spring does not call: the annotation
     * of a class is for its callers.
     */
    static boolean isAnnotated(Method method, Class<?> beanClass) {
        return find(method, beanClass) != null;
    }

    private static @Nullable ProcessAsync find(Method method, Class<?> beanClass) {
        ProcessAsync onMethod = AnnotatedElementUtils.findMergedAnnotation(method, ProcessAsync.class);
        if (onMethod != null) {
            return onMethod;
        }
        ProcessAsync onClass = AnnotatedElementUtils.findMergedAnnotation(beanClass, ProcessAsync.class);
        boolean meant = onClass != null
                && Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !ContainerMethods.isCalledBySpring(method, beanClass);
        return meant ? onClass : null;
    }

    /**
     * Reads the attributes; one on the method takes precedence over the one on its class.
     *
     * @throws IllegalArgumentException naming the attribute and the fault
     */
    static ProcessAsyncMethod read(
            String beanName, Class<?> beanClass, Method method, StringValueResolver placeholders) {
        ProcessAsync near = find(method, beanClass);
        ProcessAsync far = AnnotatedElementUtils.findMergedAnnotation(beanClass, ProcessAsync.class);
        if (near == null) {
            throw new IllegalArgumentException("it has no @ProcessAsync");
        }
        Attributes own = new Attributes(near, placeholders);
        Attributes inherited = far == null ? own : new Attributes(far, placeholders);
        String pool = own.pool() != null ? own.pool() : inherited.pool();
        TaskOptions options = new TaskOptions(
                own.timeout() != null ? own.timeout() : inherited.timeout(),
                own.queueTimeout() != null ? own.queueTimeout() : inherited.queueTimeout(),
                own.maxAttempts() != 0 ? own.maxAttempts() : inherited.maxAttempts());
        MethodSignature signature = MethodSignature.of(method, beanClass);
        MethodTarget target = new MethodTarget(
                beanName,
                method.getDeclaringClass().getName(),
                method.getName(),
                Arrays.stream(method.getParameterTypes()).map(Class::getName).toList());
        TaskCall call = new TaskCall(
                ClassUtils.getShortName(beanClass) + "." + method.getName(),
                target.toString(),
                signature.parameterTypes(),
                signature.resultType());
        return new ProcessAsyncMethod(method, pool == null ? AsyncCpuProperties.DEFAULT_POOL : pool, call, options);
    }

    private record Attributes(ProcessAsync annotation, StringValueResolver placeholders) {

        @Nullable
        String pool() {
            String value = text(annotation.value());
            String pool = text(annotation.pool());
            if (value != null && pool != null && !value.equals(pool)) {
                throw new IllegalArgumentException(
                        "value \"" + value + "\" and pool \"" + pool + "\" name different pools; give one of them");
            }
            return value != null ? value : pool;
        }

        @Nullable
        Duration timeout() {
            return duration("timeout", annotation.timeout());
        }

        @Nullable
        Duration queueTimeout() {
            return duration("queueTimeout", annotation.queueTimeout());
        }

        int maxAttempts() {
            if (annotation.maxAttempts() < 0) {
                throw new IllegalArgumentException("maxAttempts is " + annotation.maxAttempts()
                        + "; it must be at least 1" + " (0 takes the pool's)");
            }
            return annotation.maxAttempts();
        }

        private @Nullable Duration duration(String attribute, String value) {
            String text = text(value);
            if (text == null) {
                return null;
            }
            Duration duration;
            try {
                duration = DurationStyle.detectAndParse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        attribute + " is \"" + text + "\", which is no duration such as 30s or PT30S", e);
            }
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException(attribute + " is " + text + "; it must be more than zero");
            }
            return duration;
        }

        private @Nullable String text(String value) {
            String resolved = placeholders.resolveStringValue(value);
            return resolved == null || resolved.isBlank() ? null : resolved.trim();
        }
    }
}
