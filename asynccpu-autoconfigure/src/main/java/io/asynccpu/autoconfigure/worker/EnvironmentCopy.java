package io.asynccpu.autoconfigure.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Copy of the property sources that a child cannot create by itself, such as those of a test or of code, with their place among
 * the others. System properties, environment variables and command line are not copied, as the child has the same. The child
 * reads its own configuration files first, as reading can have more effects than properties; then the parent's values take
 * precedence, even if the files, their directory or the profiles chosen by code have changed.
 *
 * @param propertySources names of all, first one first
 * @param properties the copied ones, flat
 */
record EnvironmentCopy(List<String> propertySources, Map<String, Map<String, String>> properties) {

    private static final Set<String> MADE_BY_THE_CHILD = Set.of(
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME,
            "applicationInfo");

    private static final String CONFIGURATION_FILE = "Config resource '";

    private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

    static EnvironmentCopy of(ConfigurableEnvironment environment) {
        List<String> names = new ArrayList<>();
        Map<String, Map<String, String>> properties = new LinkedHashMap<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            names.add(source.getName());
            if (source instanceof MapPropertySource map && !MADE_BY_THE_CHILD.contains(source.getName())) {
                properties.put(source.getName(), flatten(map, environment.getConversionService()));
            }
        }
        return new EnvironmentCopy(names, properties);
    }

    /** Copies the property sources on which configuration files may depend. */
    void applyTo(MutablePropertySources target) {
        apply(target, false);
    }

    /** Copies all property sources: the child has all configuration files of the parent and no others. */
    void applyAllTo(MutablePropertySources target) {
        target.stream()
                .map(PropertySource::getName)
                .filter(name -> isConfigurationFile(name) && !propertySources.contains(name))
                .toList()
                .forEach(target::remove);
        apply(target, true);
    }

    /** Places each copy behind the nearest of its predecessors in the parent that is present. */
    private void apply(MutablePropertySources target, boolean files) {
        properties.keySet().stream()
                .filter(name -> files || !isConfigurationFile(name))
                .forEach(target::remove);
        String previous = null;
        for (String name : propertySources) {
            Map<String, String> values = properties.get(name);
            if (values != null && (files || !isConfigurationFile(name))) {
                insert(target, previous, source(name, values));
            }
            if (target.contains(name)) {
                previous = name;
            }
        }
    }

    /** The source of a file does not change, which makes binding faster. */
    private static PropertySource<?> source(String name, Map<String, String> values) {
        return isConfigurationFile(name)
                ? new OriginTrackedMapPropertySource(name, values, true)
                : new MapPropertySource(name, new LinkedHashMap<>(values));
    }

    private static void insert(MutablePropertySources target, @Nullable String previous, PropertySource<?> source) {
        if (previous == null) {
            target.addFirst(source);
        } else {
            target.addAfter(previous, source);
        }
    }

    private static boolean isConfigurationFile(String name) {
        return name.startsWith(CONFIGURATION_FILE);
    }

    private static Map<String, String> flatten(MapPropertySource source, ConversionService conversion) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : source.getPropertyNames()) {
            Object value = source.getProperty(name);
            String text = value == null ? null : text(value, conversion);
            if (text != null) {
                values.put(name, text);
            }
        }
        return values;
    }

    /** Null for an object without a form as text; code in the parent that reads it finds it by other means in the child. */
    private static @Nullable String text(Object value, ConversionService conversion) {
        if (value instanceof CharSequence) {
            return value.toString();
        }
        if (value instanceof Collection<?> collection && collection.isEmpty()) {
            return "";
        }
        TypeDescriptor type = TypeDescriptor.forObject(value);
        return conversion.canConvert(type, STRING) ? (String) conversion.convert(value, type, STRING) : null;
    }
}
