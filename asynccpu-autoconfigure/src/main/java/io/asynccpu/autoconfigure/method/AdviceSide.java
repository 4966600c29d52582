package io.asynccpu.autoconfigure.method;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.aspectj.AbstractAspectJAdvice;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AdvisedSupport;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;

/**
 * The process in which an advice of an annotated method runs. Advice that decides whether the call becomes a task runs in the
 * parent, before the task is submitted. All other advice runs in the child, around the method. Both processes ask this class,
 * so that each advice runs exactly once.
 */
public enum AdviceSide {
    PARENT,
    CHILD;

    private static final String SPRING = "org.springframework.";

    /**
     * Packages of advice that uses state of the parent, such as caches, authentication, event publications and meters, or that
     * must fail before a task exists, as validation does.
     */
    private static final List<String> OF_THE_PARENT = List.of(
            SPRING + "validation.beanvalidation.",
            SPRING + "cache.",
            SPRING + "security.",
            SPRING + "modulith.events.",
            "io.micrometer.");

    /**
     * Returns the interceptors of the proxy that apply to the method and run on this side, in their order. Returns none for an
     * object that is not a proxy, or whose proxy is frozen: all its advice runs in the child.
     */
    public List<Object> interceptors(Object proxy, Method method, Class<?> targetClass) {
        if (!(proxy instanceof Advised advised) || advised.isFrozen()) {
            return List.of();
        }
        AdvisedSupport part = new AdvisedSupport();
        part.setPreFiltered(advised.isPreFiltered());
        Arrays.stream(advised.getAdvisors())
                .filter(advisor -> of(advisor) == this)
                .forEach(part::addAdvisor);
        if (part.getAdvisorCount() > 0 && advised.indexOf(ExposeInvocationInterceptor.ADVISOR) >= 0) {
            part.addAdvisor(0, ExposeInvocationInterceptor.ADVISOR);
        }
        return part.getInterceptorsAndDynamicInterceptionAdvice(method, targetClass);
    }

    private static @Nullable AdviceSide of(Advisor advisor) {
        if (advisor == ExposeInvocationInterceptor.ADVISOR) {
            return null;
        }
        Class<?> type = adviceClass(advisor.getAdvice());
        boolean known = Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .anyMatch(each -> OF_THE_PARENT.stream().anyMatch(each.getName()::startsWith));
        // The order of Spring's own advice is only relative to each other.
        boolean early = !type.getName().startsWith(SPRING) && order(advisor) < 0;
        return known || early ? PARENT : CHILD;
    }

    private static Class<?> adviceClass(Advice advice) {
        return advice instanceof AbstractAspectJAdvice aspect
                ? aspect.getAspectJAdviceMethod().getDeclaringClass()
                : advice.getClass();
    }

    private static int order(Advisor advisor) {
        return advisor instanceof Ordered ordered
                ? ordered.getOrder()
                : OrderUtils.getOrder(advisor.getClass(), Ordered.LOWEST_PRECEDENCE);
    }
}
