package io.asynccpu.autoconfigure.aop;

import io.asynccpu.api.ProcessAsync;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Proxies beans with {@code @ProcessAsync} methods. Its advice comes before that of others, so that transactions and the
 * like happen where the method runs, in the child.
 */
public final class ProcessAsyncBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private final transient ProcessAsyncInterceptor interceptor;

    public ProcessAsyncBeanPostProcessor(ConfigurableListableBeanFactory beanFactory, boolean proxyTargetClass) {
        interceptor = new ProcessAsyncInterceptor(beanFactory);
        advisor = new DefaultPointcutAdvisor(new AnnotatedMethods(), interceptor);
        setBeforeExistingAdvisors(true);
        setProxyTargetClass(proxyTargetClass);
    }

    /** The very methods that the inspector looks at, and no other of their class. */
    private static final class AnnotatedMethods extends StaticMethodMatcherPointcut {

        AnnotatedMethods() {
            // A class that cannot be proxied is left alone here and refused by the inspector, with all other faults.
            setClassFilter(type -> !Modifier.isFinal(type.getModifiers())
                    && AnnotationUtils.isCandidateClass(type, ProcessAsync.class));
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            Class<?> beanClass = ClassUtils.getUserClass(targetClass);
            return ProcessAsyncMethod.isAnnotated(AopUtils.getMostSpecificMethod(method, beanClass), beanClass);
        }
    }

    /** Whether the calls of the bean of that name come here. */
    boolean advises(String beanName) {
        return interceptor.knows(beanName);
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
