package io.asynccpu.autoconfigure.worker;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;

/** Makes a loaded context one that does nothing by itself: beans wait until a task asks for them. */
final class QuietContext implements BeanFactoryPostProcessor {

    private static final String SCHEDULED_ANNOTATIONS =
            "org.springframework.scheduling.config.internalScheduledAnnotationProcessor";

    private QuietContext() {}

    static void quieten(ConfigurableApplicationContext context, WorkerRole role) {
        ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
        // Boot's own backs off.
        beanFactory.registerSingleton(
                AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new NamedLifecycle(beanFactory, role));
        context.addBeanFactoryPostProcessor(new QuietContext());
    }

    /** After all definitions are known and before the first bean post-processor is made. */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        if (beanFactory instanceof BeanDefinitionRegistry registry
                && registry.containsBeanDefinition(SCHEDULED_ANNOTATIONS)) {
            registry.removeBeanDefinition(SCHEDULED_ANNOTATIONS);
        }
    }
}
