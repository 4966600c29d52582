package io.asynccpu.autoconfigure.worker;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.weaving.LoadTimeWeaverAware;

/**
 * Hides that a bean wants to weave classes until it is made. A context makes all that want to, lazy or not, at its start;
 * JPA's persistence unit is one, which opens a connection. Where there is a weaver, they are left alone.
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
