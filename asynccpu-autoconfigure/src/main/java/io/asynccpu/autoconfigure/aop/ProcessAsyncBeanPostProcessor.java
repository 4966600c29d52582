package io.asynccpu.autoconfigure.aop;

import io.asynccpu.api.ProcessAsync;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Proxies beans with {@code @ProcessAsync} methods. Its advice comes before that of others and decides with {@code AdviceSide}
 * which of them runs here, before the task, and which where the method runs, in the child.
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

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            Class<?> beanClass = ClassUtils.getUserClass(targetClass);
            return ProcessAsyncMethod.isAnnotated(AopUtils.getMostSpecificMethod(method, beanClass), beanClass);
        }
    }

    /** To be registered as a post-processor of its own. */
    public BeanPostProcessor keepingItOutermost() {
        return new OutermostAdvice(Objects.requireNonNull(advisor));
    }

    /** Whether the calls of the bean of that name come here. */
    boolean advises(String beanName) {
        return interceptor.knows(beanName);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Object proxy = proxied(bean, beanName);
        if (proxy instanceof Advised advised && advised.indexOf(Objects.requireNonNull(advisor)) >= 0) {
            interceptor.remember(proxy, beanName);
        }
        return proxy;
    }

    /** A class that cannot be proxied is left alone here and refused by the inspector, with all other faults. */
    @Override
    protected boolean isEligible(Class<?> type) {
        return (!Modifier.isFinal(type.getModifiers()) || Proxy.isProxyClass(type))
                && AnnotationUtils.isCandidateClass(type, ProcessAsync.class)
                && super.isEligible(type);
    }

    private Object proxied(Object bean, String beanName) {
        // The annotated interface may be one that only the proxy has, as with a repository.
        if (bean instanceof Advised advised
                && !(bean instanceof AopInfrastructureBean)
                && !advised.isFrozen()
                && !isEligible(AopUtils.getTargetClass(bean))
                && isEligible(bean, beanName)) {
            advised.addAdvisor(0, Objects.requireNonNull(advisor));
            return bean;
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }
}
