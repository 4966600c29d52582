package io.asynccpu.autoconfigure.worker;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.weaving.LoadTimeWeaverAware;

/**
 * Post-processor that hides the interface {@code LoadTimeWeaverAware} of a bean's class until the bean is created. At its
 * start a context creates all beans with this interface, lazy or not; one of them is JPA's persistence unit, which opens a
 * connection. Inactive if the context has a weaver.
 */
final class LazyWeaving implements SmartInstantiationAwareBeanPostProcessor {

    private final BeanFactory beanFactory;

    LazyWeaving(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public @Nullable Class<?> predictBeanType(Class<?> beanClass, String beanName) {
        if (!LoadTimeWeaverAware.class.isAssignableFrom(beanClass)
                || beanFactory.containsBean(ConfigurableApplicationContext.LOAD_TIME_WEAVER_BEAN_NAME)) {
            return null;
        }
        Class<?> type = beanClass;
        while (LoadTimeWeaverAware.class.isAssignableFrom(type) && type.getSuperclass() != null) {
            type = type.getSuperclass();
        }
        return type;
    }
}
