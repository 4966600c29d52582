package io.asynccpu.autoconfigure;

import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.autoconfigure.metrics.PoolMetrics;
import io.asynccpu.autoconfigure.metrics.TaskTimers;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of process pools. Processed after all of Boot's auto-configurations that may define a
 * registry.
 */
@AutoConfiguration(after = {AsyncCpuAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class})
@ConditionalOnClass({MeterRegistry.class, CompositeMeterRegistryAutoConfiguration.class})
@ConditionalOnBean(value = MeterRegistry.class, name = PoolFactory.BEAN_NAME)
public final class AsyncCpuMetricsAutoConfiguration {

    /** Without dependencies, as the pools are created with it, and registries are bound after them. */
    @Bean
    TaskTimers asynccpuTaskTimers() {
        return new TaskTimers();
    }

    @Bean
    PoolMetrics asynccpuPoolMetrics(ListableBeanFactory beanFactory, TaskTimers timers) {
        return new PoolMetrics(() -> beanFactory.getBeansOfType(PooledTaskExecutor.class), timers);
    }
}
