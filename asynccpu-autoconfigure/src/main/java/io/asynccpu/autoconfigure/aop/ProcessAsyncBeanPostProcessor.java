package io.asynccpu.autoconfigure.aop;

import io.asynccpu.api.ProcessAsync;
import java.lang.reflect.Modifier;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Proxies beans with {@code @ProcessAsync} methods. Its advice comes before that of others, so that transactions and the
 * like happen where the method runs, in the child.
 */
public final class ProcessAsyncBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private final transient ProcessAsyncInterceptor interceptor;

    public ProcessAsyncBeanPostProcessor(ConfigurableListableBeanFactory beanFactory, boolean proxyTargetClass) {
        interceptor = new ProcessAsyncInterceptor(beanFactory);
        advisor = new DefaultPointcutAdvisor(pointcut(), interceptor);
        setBeforeExistingAdvisors(true);
        setProxyTargetClass(proxyTargetClass);
    }

    private static Pointcut pointcut() {
        Pointcut onClass = new AnnotationMatchingPointcut(ProcessAsync.class, true);
        Pointcut onMethod = new AnnotationMatchingPointcut(null, ProcessAsync.class, true);
        // A class that cannot be proxied is left alone here and refused by the inspector, with all other faults.
        ClassFilter proxyable = type -> !Modifier.isFinal(type.getModifiers());
        return new ComposablePointcut(onClass).union(onMethod).intersection(proxyable);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Object proxied = super.postProcessAfterInitialization(bean, beanName);
        if (proxied != bean || isEligible(bean, beanName)) {
            Object target = AopProxyUtils.getSingletonTarget(bean);
            interceptor.remember(target == null ? bean : target, beanName);
        }
        return proxied;
    }
}
