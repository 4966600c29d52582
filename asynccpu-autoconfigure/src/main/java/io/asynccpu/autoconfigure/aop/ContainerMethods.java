package io.asynccpu.autoconfigure.aop;

import java.lang.reflect.Method;
import java.util.List;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/** Recognizes the methods of a bean that Spring or Java calls by itself. */
final class ContainerMethods {

    /**
     * Annotations of methods that are called on the bean itself when it is created or destroyed, so that no proxy sees the
     * call.
     */
    private static final List<String> OF_THE_LIFE_OF_A_BEAN = List.of(
            "org.springframework.context.annotation.Bean",
            "org.springframework.beans.factory.annotation.Autowired",
            "org.springframework.beans.factory.annotation.Value",
            "jakarta.annotation.PostConstruct",
            "jakarta.annotation.PreDestroy",
            "jakarta.annotation.Resource",
            "jakarta.inject.Inject");

    /** Annotations of methods that are called through the proxy when an event occurs in the parent. */
    private static final List<String> ON_OCCASION = List.of(
            "org.springframework.context.event.EventListener",
            "org.springframework.scheduling.annotation.Scheduled",
            "org.springframework.scheduling.annotation.Schedules");

    private ContainerMethods() {}

    /**
     * Whether the method belongs to the life of the bean in this JVM: injection, initialization and destruction, methods of an
     * interface of Spring or of {@code AutoCloseable}, and those of {@code Object} or of a superclass of Spring.
     */
    static boolean isOfTheLifeOfABean(Method method, Class<?> beanClass) {
        return isOfAFramework(method.getDeclaringClass())
                || hasAny(OF_THE_LIFE_OF_A_BEAN, method)
                || ClassUtils.hasMethod(Object.class, method)
                || ClassUtils.getAllInterfacesForClassAsSet(beanClass).stream()
                        .anyMatch(type -> isOfAFramework(type) && ClassUtils.hasMethod(type, method));
    }

    /** Whether Spring calls the method by itself, at any time. */
    static boolean isCalledBySpring(Method method, Class<?> beanClass) {
        return isOfTheLifeOfABean(method, beanClass) || hasAny(ON_OCCASION, method);
    }

    /** Whether the type is part of Spring or Java. Spring's samples are applications. */
    static boolean isOfAFramework(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.")
                || (name.startsWith("org.springframework.") && !name.startsWith("org.springframework.samples."));
    }

    private static boolean hasAny(List<String> annotations, Method method) {
        MergedAnnotations found = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
        for (String annotation : annotations) {
            if (found.isPresent(annotation)) {
                return true;
            }
        }
        return false;
    }
}
