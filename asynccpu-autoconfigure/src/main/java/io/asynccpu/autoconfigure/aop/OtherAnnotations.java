package io.asynccpu.autoconfigure.aop;

import io.asynccpu.autoconfigure.method.MethodSignature;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/** Check for annotations that cannot be combined with {@code @ProcessAsync} on every method. */
final class OtherAnnotations {

    private OtherAnnotations() {}

    static List<String> faults(Method method, Class<?> beanClass) {
        List<String> faults = new ArrayList<>();
        if (has(Async.class, method, beanClass)) {
            faults.add("it has @Async, too, which would only run the hand-over to the child on another thread; take"
                    + " @Async off it, or the annotation that stands for it, such as @ApplicationModuleListener");
        }
        boolean awaited =
                method.getReturnType() == CompletableFuture.class || MethodSignature.isMono(method.getReturnType());
        if (!awaited && isCaching(method, beanClass)) {
            faults.add("it has @Cacheable, @CachePut or @CacheEvict, which await the task only if the method returns a"
                    + " CompletableFuture or Mono; it returns "
                    + method.getReturnType().getSimpleName());
        }
        return faults;
    }

    private static boolean isCaching(Method method, Class<?> beanClass) {
        return has(Cacheable.class, method, beanClass)
                || has(CachePut.class, method, beanClass)
                || has(CacheEvict.class, method, beanClass)
                || has(Caching.class, method, beanClass);
    }

    private static boolean has(Class<? extends Annotation> annotation, Method method, Class<?> beanClass) {
        return !AnnotatedElementUtils.findAllMergedAnnotations(method, annotation)
                        .isEmpty()
                || !AnnotatedElementUtils.findAllMergedAnnotations(beanClass, annotation)
                        .isEmpty();
    }
}
