package io.asynccpu.autoconfigure.worker;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Post-processor that keeps a loaded context from acting by itself: beans are created when a task needs them. It processes
 * definitions, so that it runs when all are known and before Boot decides which of them are lazy.
 */
final class QuietContext implements BeanDefinitionRegistryPostProcessor {

    /**
     * Post-processors of Spring and of messaging libraries. A bean that a task needs may have such methods, too: a listener
     * container that is registered after the refresh would start at once.
     */
    private static final Pattern STARTED_BY_ANNOTATIONS =
            Pattern.compile(".*\\.internal\\w*(Scheduled|Listener|Reader)Annotation(BeanPost)?Processor");

    /**
     * The first keeps every bean with a scheduled method from being lazy; the second creates beans that have meters, such as a
     * data source, for a registry that nobody reads.
     */
    private static final Set<String> NOT_HERE =
            Set.of("scheduledBeanLazyInitializationExcludeFilter", "meterRegistryPostProcessor");

    /**
     * Beans that Boot never makes lazy. They would create the persistence unit, a data source or all executors, or ask a broker
     * for topics.
     */
    private static final Set<String> LAZY_TOO = Set.of(
            "org.springframework.boot.hibernate.autoconfigure.metrics.HibernateMetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration",
            "eventPublicationRegistry",
            "pulsarAdministration");

    private QuietContext() {}

    static void quieten(ConfigurableApplicationContext context, WorkerRole role) {
        ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
        // Boot's own processor backs off.
        beanFactory.registerSingleton(
                AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new NamedLifecycle(beanFactory, role));
        beanFactory.addBeanPostProcessor(new LazyWeaving(beanFactory));
        context.addBeanFactoryPostProcessor(new QuietContext());
    }

    /** Removes the runners of a context that is refreshed and whose run continues. */
    static void removeRunners(ConfigurableApplicationContext context) {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
        for (Class<?> kind : List.of(ApplicationRunner.class, CommandLineRunner.class)) {
            for (String name : context.getBeanFactory().getBeanNamesForType(kind, true, false)) {
                if (registry.containsBeanDefinition(name)) {
                    registry.removeBeanDefinition(name);
                }
            }
        }
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        // Too early: the definitions of configuration classes are still missing.
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
        for (String name : registry.getBeanDefinitionNames()) {
            if (NOT_HERE.contains(name) || STARTED_BY_ANNOTATIONS.matcher(name).matches()) {
                registry.removeBeanDefinition(name);
            } else if (LAZY_TOO.contains(name)
                    && registry.getBeanDefinition(name) instanceof AbstractBeanDefinition definition) {
                definition.setLazyInit(true);
            }
        }
    }
}
