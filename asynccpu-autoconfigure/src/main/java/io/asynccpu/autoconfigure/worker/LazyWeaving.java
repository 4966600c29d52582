package io.asynccpu.autoconfigure.worker;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.weaving.LoadTimeWeaverAware;

/**
 * Hides, until it is created, that a bean wants to weave classes. At its start a context creates all such beans, lazy or not;
 * JPA's persistence unit is one, which opens a connection. Inactive if there is a weaver.
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
