package io.asynccpu.autoconfigure;

import io.asynccpu.autoconfigure.executor.InPlaceTaskExecutor;
import io.asynccpu.autoconfigure.executor.PoolBeanNames;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.pool.PoolSettings;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers an executor bean for each pool, never as a default candidate: what injects an executor by type, and Spring
 * where it looks for one, must find the application's own. A bean of the user with the same name wins. In the parent, all
 * faults of all pools are reported here, at once, before any bean is made.
 */
class PoolBeansRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    PoolBeansRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        boolean worker = environment.getProperty("asynccpu.worker.active", Boolean.class, false);
        if (!worker) {
            PoolSettings.check(environment);
        }
        for (String pool : PoolSettings.names(environment)) {
            String beanName = PoolBeanNames.of(pool);
            if (registry.containsBeanDefinition(beanName)) {
                continue;
            }
            RootBeanDefinition definition = worker ? new RootBeanDefinition(InPlaceTaskExecutor.class) : pooled(pool);
            definition.setDefaultCandidate(false);
            registry.registerBeanDefinition(beanName, definition);
        }
    }

    /** By a method of a bean, since a supplier cannot be processed ahead of time. */
    private static RootBeanDefinition pooled(String pool) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(PooledTaskExecutor.class);
        definition.setFactoryBeanName(PoolFactory.BEAN_NAME);
        definition.setFactoryMethodName("executor");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, pool);
        return definition;
    }
}
