package io.asynccpu.autoconfigure;

import io.asynccpu.autoconfigure.actuate.AsyncCpuEndpoint;
import io.asynccpu.autoconfigure.actuate.AsyncCpuReactiveExtension;
import io.asynccpu.autoconfigure.actuate.AsyncCpuWebExtension;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of the endpoint {@code asynccpu}. */
@AutoConfiguration(after = {AsyncCpuAutoConfiguration.class, EndpointAutoConfiguration.class})
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(name = PoolFactory.BEAN_NAME)
@ConditionalOnAvailableEndpoint(AsyncCpuEndpoint.class)
public final class AsyncCpuEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    AsyncCpuEndpoint asynccpuEndpoint(ListableBeanFactory beanFactory) {
        Map<String, PooledTaskExecutor> executors = beanFactory.getBeansOfType(PooledTaskExecutor.class);
        return new AsyncCpuEndpoint(executors.values());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(EndpointAccessResolver.class)
    @ConditionalOnAvailableEndpoint(endpoint = AsyncCpuEndpoint.class, exposure = EndpointExposure.WEB)
    AsyncCpuWebExtension asynccpuWebExtension(EndpointAccessResolver access) {
        return new AsyncCpuWebExtension(access);
    }

    /** Processed before the beans above. A class of its own, since without WebFlux the class of the bean cannot be loaded. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnAvailableEndpoint(endpoint = AsyncCpuEndpoint.class, exposure = EndpointExposure.WEB)
    static class Reactive {

        @Bean
        @ConditionalOnMissingBean(AsyncCpuWebExtension.class)
        @ConditionalOnBean(EndpointAccessResolver.class)
        AsyncCpuReactiveExtension asynccpuReactiveExtension(AsyncCpuEndpoint endpoint, EndpointAccessResolver access) {
            return new AsyncCpuReactiveExtension(endpoint, access);
        }
    }
}
