package io.asynccpu.autoconfigure;

import io.asynccpu.autoconfigure.actuate.PoolHealthIndicator;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health of process pools. */
@AutoConfiguration(after = AsyncCpuAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(name = PoolFactory.BEAN_NAME)
@ConditionalOnEnabledHealthIndicator("asynccpu")
public final class AsyncCpuHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = {"asynccpuHealthIndicator", "asynccpuHealthContributor"})
    HealthContributor asynccpuHealthContributor(ListableBeanFactory beanFactory) {
        Map<String, HealthContributor> pools = new LinkedHashMap<>();
        beanFactory
                .getBeansOfType(PooledTaskExecutor.class)
                .values()
                .forEach(executor -> pools.put(executor.name(), new PoolHealthIndicator(executor)));
        return CompositeHealthContributor.fromMap(pools);
    }
}
