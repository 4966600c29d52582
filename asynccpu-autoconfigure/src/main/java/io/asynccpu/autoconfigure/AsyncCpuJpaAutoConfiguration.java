package io.asynccpu.autoconfigure;

import io.asynccpu.autoconfigure.executor.ProcessTaskExecutor;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jpa.autoconfigure.EntityManagerFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Auto-configuration that gives JPA the same executor for its asynchronous start as without the pools. From Boot 4.1 on, JPA
 * takes the only executor bean of the context, default candidate or not; the executor beans of the pools would be further
 * ones.
 */
@AutoConfiguration
@ConditionalOnClass(
        value = EntityManagerFactoryBuilderCustomizer.class,
        name = "org.springframework.boot.jpa.autoconfigure.BootstrapExecutorRequiredException")
@Conditional(OnAsyncCpuEnabled.class)
public final class AsyncCpuJpaAutoConfiguration {

    /** The first customizer, so that an executor that the application sets itself takes precedence. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    EntityManagerFactoryBuilderCustomizer asynccpuJpaBootstrapExecutor(
            ListableBeanFactory beanFactory, Environment environment) {
        return builder -> {
            if (startsAsynchronously(environment)) {
                Map<String, AsyncTaskExecutor> executors = beanFactory.getBeansOfType(AsyncTaskExecutor.class);
                executors.remove(AsyncCpuAutoConfiguration.CALLBACK_EXECUTOR);
                executors.values().removeIf(ProcessTaskExecutor.class::isInstance);
                if (executors.size() == 1) {
                    builder.setBootstrapExecutor(executors.values().iterator().next());
                }
            }
        };
    }

    private static boolean startsAsynchronously(Environment environment) {
        return "async".equalsIgnoreCase(environment.getProperty("spring.jpa.bootstrap"))
                || "deferred".equalsIgnoreCase(environment.getProperty("spring.data.jpa.repositories.bootstrap-mode"));
    }
}
