package io.asynccpu.autoconfigure.worker;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Lifecycle processor for the lifecycle beans that a pool's configuration names; creates, starts and stops them by phases. All
 * others, such as listener containers, schedulers and servers, are not even created.
 */
final class NamedLifecycle extends DefaultLifecycleProcessor {

    private final ConfigurableListableBeanFactory beanFactory;
    private final WorkerRole role;
    private final Map<String, Lifecycle> beans = new LinkedHashMap<>();

    NamedLifecycle(ConfigurableListableBeanFactory beanFactory, WorkerRole role) {
        this.beanFactory = beanFactory;
        this.role = role;
        setBeanFactory(beanFactory);
    }

    /** Also starts beans that do not start automatically, since the configuration names them. */
    @Override
    public void onRefresh() {
        role.lifecycleBeans().forEach(name -> beans.put(name, find(name)));
        start();
    }

    /** A copy, as the caller removes the beans that it has started. */
    @Override
    protected Map<String, Lifecycle> getLifecycleBeans() {
        return new LinkedHashMap<>(beans);
    }

    private Lifecycle find(String name) {
        if (!beanFactory.containsBean(name)) {
            throw unusable(name, "the worker's context has no such bean");
        }
        Object bean = beanFactory.getBean(name);
        if (!(bean instanceof Lifecycle) && beanFactory.isFactoryBean(name)) {
            bean = beanFactory.getBean(BeanFactory.FACTORY_BEAN_PREFIX + name);
        }
        if (!(bean instanceof Lifecycle lifecycle)) {
            throw unusable(name, "that is a " + bean.getClass().getName() + ", which is not a Lifecycle");
        }
        return lifecycle;
    }

    private IllegalStateException unusable(String name, String reason) {
        List<String> others = Arrays.stream(beanFactory.getBeanNamesForType(Lifecycle.class, false, false))
                .map(BeanFactoryUtils::transformedBeanName)
                .filter(other -> !other.equals(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME))
                .toList();
        return new IllegalStateException("The property 'asynccpu.worker.lifecycle-beans' of pool \"" + role.pool()
                + "\" names \"" + name + "\", but " + reason + "; its lifecycle beans are " + others + ".");
    }
}
