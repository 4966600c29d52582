package io.asynccpu.autoconfigure.context;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Registers a carrier for each key of {@code asynccpu.context-keys}. */
public final class ContextKeysRegistrar implements ImportBeanDefinitionRegistrar {

    /**
     * Key of Micrometer's own accessor. {@link ObservationCarrier} continues the observation in the child, which a copy would
     * not.
     */
    private static final String OBSERVATION = "micrometer.observation";

    private final Environment environment;

    ContextKeysRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        Set<String> keys = new LinkedHashSet<>(Binder.get(environment)
                .bind("asynccpu.context-keys", Bindable.listOf(String.class))
                .orElse(List.of()));
        keys.remove(OBSERVATION);
        for (String key : keys) {
            RootBeanDefinition definition = new RootBeanDefinition(ThreadLocalCarrier.class);
            definition.getConstructorArgumentValues().addIndexedArgumentValue(0, key);
            registry.registerBeanDefinition("asynccpuContextKey." + key, definition);
        }
    }
}
