package io.asynccpu.autoconfigure;

import io.asynccpu.autoconfigure.executor.InPlaceTaskExecutor;
import io.asynccpu.autoconfigure.executor.PoolBeanNames;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.autoconfigure.properties.ConfiguredPool;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registrar that defines an executor bean for each configured pool. No such bean is a default candidate: injection of an
 * executor by type, and Spring's own look-ups, must find the application's executor. If the application defines a bean with
 * the same name, that bean is kept. In the parent, this class also checks the configuration of all pools and reports all
 * faults at once, before any bean is created.
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
            ConfiguredPool.check(environment);
        }
        for (String pool : ConfiguredPool.names(environment)) {
            String beanName = PoolBeanNames.of(pool);
            if (registry.containsBeanDefinition(beanName)) {
                continue;
            }
            RootBeanDefinition definition = worker ? new RootBeanDefinition(InPlaceTaskExecutor.class) : pooled(pool);
            definition.setDefaultCandidate(false);
            registry.registerBeanDefinition(beanName, definition);
        }
    }

    /** Definition with a factory method, since a supplier cannot be processed ahead of time. */
    private static RootBeanDefinition pooled(String pool) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(PooledTaskExecutor.class);
        definition.setFactoryBeanName(PoolFactory.BEAN_NAME);
        definition.setFactoryMethodName("executor");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, pool);
        return definition;
    }
}
