package io.asynccpu.autoconfigure;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.autoconfigure.aop.ProcessAsyncBeanPostProcessor;
import io.asynccpu.autoconfigure.aop.ProcessAsyncInspector;
import io.asynccpu.autoconfigure.properties.ArgumentsBinding;
import io.asynccpu.autoconfigure.properties.AsyncCpuProperties;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Auto-configuration of the process pools and of {@code @ProcessAsync}. */
@AutoConfiguration
@ConditionalOnClass(ProcessTaskPoolExecutor.class)
@Conditional(OnAsyncCpuEnabled.class)
@EnableConfigurationProperties(AsyncCpuProperties.class)
@Import(PoolBeansRegistrar.class)
public final class AsyncCpuAutoConfiguration {

    static final String CALLBACK_EXECUTOR = "asynccpuCallbackExecutor";

    /**
     * Executor of the handlers of failed void methods and of the end of pools. As a second executor that is not a default
     * candidate, it also keeps a lone {@code processTaskExecutor} from being taken for the application's own: Spring takes a
     * sole candidate even if it is not a default one.
     */
    @Bean(name = CALLBACK_EXECUTOR, defaultCandidate = false)
    SimpleAsyncTaskExecutor asynccpuCallbackExecutor() {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("asynccpu-callback-");
        executor.setDaemon(true);
        return executor;
    }

    /** Handler for the bean of the properties, as which actuator shows them; pools bind theirs themselves. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ConfigurationPropertiesBindHandlerAdvisor asynccpuArgumentsBinding(Environment environment) {
        return handler -> new ArgumentsBinding(handler, environment);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static FactoryBeanTypeInitializer asynccpuFactoryBeanTypeInitializer() {
        return new FactoryBeanTypeInitializer();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnNotProcessWorker
    static class ParentConfiguration {

        @Bean(PoolFactory.BEAN_NAME)
        PoolFactory asynccpuPoolFactory(ApplicationContext context) {
            return new PoolFactory(context);
        }

        /**
         * Without parameters: the search for a parameter by its type would create factory beans and their dependencies, too
         * early for proxies.
         */
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static ProcessAsyncBeanPostProcessor processAsyncBeanPostProcessor() {
            return new ProcessAsyncBeanPostProcessor();
        }

        /** A plain post-processor: with an order it would run too early. The parameter is found by its name. */
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static BeanPostProcessor processAsyncOutermostAdvice(
                ProcessAsyncBeanPostProcessor processAsyncBeanPostProcessor) {
            return processAsyncBeanPostProcessor.keepingItOutermost();
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static ProcessAsyncInspector processAsyncInspector(
                ConfigurableListableBeanFactory beanFactory, ProcessAsyncBeanPostProcessor postProcessor) {
            return new ProcessAsyncInspector(beanFactory, postProcessor);
        }
    }
}
