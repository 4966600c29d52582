package io.asynccpu.autoconfigure;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.autoconfigure.context.ContextKeysRegistrar;
import io.asynccpu.autoconfigure.context.LocaleCarrier;
import io.asynccpu.autoconfigure.context.ObservationCarrier;
import io.asynccpu.autoconfigure.context.SecurityContextCarrier;
import io.asynccpu.autoconfigure.context.TaskObservationContext;
import io.asynccpu.autoconfigure.context.WorkerObservationContext;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.core.context.SecurityContextHolder;

/** Auto-configuration of the context that crosses with tasks, on both sides. */
@AutoConfiguration(after = AsyncCpuAutoConfiguration.class)
@ConditionalOnClass(ProcessTaskPoolExecutor.class)
@Conditional(OnAsyncCpuEnabled.class)
public final class AsyncCpuContextAutoConfiguration {

    @Bean
    LocaleCarrier asynccpuLocaleCarrier() {
        return new LocaleCarrier();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    static class ObservationConfiguration {

        @Bean
        ObservationCarrier asynccpuObservationCarrier(
                ObjectProvider<ObservationRegistry> registry,
                ObjectProvider<ObservationConvention<TaskObservationContext>> inParent,
                ObjectProvider<ObservationConvention<WorkerObservationContext>> inChild) {
            return new ObservationCarrier(registry, inParent, inChild);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SecurityContextHolder.class)
    @ConditionalOnBooleanProperty("asynccpu.propagate-security-context")
    static class SecurityConfiguration {

        @Bean
        SecurityContextCarrier asynccpuSecurityContextCarrier(ResourceLoader loader) {
            return new SecurityContextCarrier(Objects.requireNonNull(loader.getClassLoader()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ThreadLocalAccessor.class)
    @Import(ContextKeysRegistrar.class)
    static class ContextKeysConfiguration {}
}
