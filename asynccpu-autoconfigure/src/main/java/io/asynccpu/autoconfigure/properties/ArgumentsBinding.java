package io.asynccpu.autoconfigure.properties;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Bind handler for properties with {@link Arguments}. Not a converter, as Boot asks its own, which splits a text at commas,
 * before all others.
 */
public final class ArgumentsBinding extends AbstractBindHandler {

    private final PropertySourcesPlaceholdersResolver placeholders;

    /**
     * @param parent handler of all other properties
     */
    public ArgumentsBinding(BindHandler parent, Environment environment) {
        super(parent);
        this.placeholders = new PropertySourcesPlaceholdersResolver(environment);
    }

    @Override
    public @Nullable Object onSuccess(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
        ConfigurationProperty property = context.getConfigurationProperty();
        // The property that was read last: for a list it is an element.
        if (target.getAnnotation(Arguments.class) != null
                && property != null
                && property.getName().equals(name)
                && property.getValue() instanceof CharSequence text) {
            return new ShellWords(String.valueOf(placeholders.resolvePlaceholders(text.toString()))).all();
        }
        return super.onSuccess(name, target, context, result);
    }
}
