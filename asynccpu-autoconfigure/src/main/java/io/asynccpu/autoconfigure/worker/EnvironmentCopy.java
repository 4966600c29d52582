package io.asynccpu.autoconfigure.worker;

import io.asynccpu.autoconfigure.properties.PropertyRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Copy of the property sources that a child cannot create by itself, such as those of a test or of code, with their place among
 * the others. System properties, environment variables and command line are not copied, as the child has the same. The child
 * reads its own configuration files first, as reading can have more effects than properties; then the parent's values take
 * precedence, even if the files, their directory or the profiles chosen by code have changed.
 *
 * <p>A child for which {@link PropertyRules} hold back properties, or which is behind a wall, reads no files: it has exactly what
 * crosses. Behind a wall that includes the parent's environment variables, as properties only.
 *
 * @param propertySources names of all, first one first
 * @param properties the copied ones, flat
 */
record EnvironmentCopy(List<String> propertySources, Map<String, Map<String, String>> properties) {

    private static final String VARIABLES = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private static final Set<String> MADE_BY_THE_CHILD = Set.of(
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
            VARIABLES,
            CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME,
            "applicationInfo");

    private static final String CONFIGURATION_FILE = "Config resource '";

    private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

    /** @param rules which properties cross */
    static EnvironmentCopy of(ConfigurableEnvironment environment, PropertyRules rules) {
        List<String> names = new ArrayList<>();
        Map<String, Map<String, String>> properties = new LinkedHashMap<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            String name = source.getName();
            names.add(name);
            boolean isCopied = name.equals(VARIABLES) ? rules.isWalled() : !MADE_BY_THE_CHILD.contains(name);
            // A child that reads no files has no directories of a file for each property either.
            boolean isKind = rules.isClosed() || source instanceof MapPropertySource;
            if (isCopied && isKind && source instanceof EnumerablePropertySource<?> all) {
                properties.put(name, flatten(all, environment, rules));
            }
        }
        return new EnvironmentCopy(names, properties);
    }

    /** Number of different properties. */
    long size() {
        return properties.values().stream()
                .flatMap(values -> values.keySet().stream())
                .distinct()
                .count();
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

    /** Copies all property sources, for a child that reads no files, and removes what must not cross and is there nevertheless. */
    void applyAllTo(MutablePropertySources target, PropertyRules rules) {
        for (PropertySource<?> source : target.stream().toList()) {
            String name = source.getName();
            boolean mayHold = name.equals(VARIABLES) ? !rules.isWalled() : !MADE_BY_THE_CHILD.contains(name);
            if (mayHold && source instanceof MapPropertySource map) {
                Map<String, Object> crossing = new LinkedHashMap<>(map.getSource());
                if (crossing.keySet().removeIf(property -> !crosses(name, property, rules))) {
                    target.replace(name, source(name, crossing, variablePrefix(target)));
                }
            }
        }
        applyAllTo(target);
    }

    private static boolean crosses(String source, String property, PropertyRules rules) {
        return source.equals(VARIABLES) ? rules.variableCrosses(property) : rules.crosses(property);
    }

    /** Places each copy behind the nearest of its predecessors in the parent that is present. */
    private void apply(MutablePropertySources target, boolean files) {
        String prefix = variablePrefix(target);
        properties.keySet().stream()
                .filter(name -> files || !isConfigurationFile(name))
                .forEach(target::remove);
        String previous = null;
        for (String name : propertySources) {
            Map<String, String> values = properties.get(name);
            if (values != null && (files || !isConfigurationFile(name))) {
                insert(target, previous, source(name, name.equals(VARIABLES) ? withOwn(values) : values, prefix));
            }
            if (target.contains(name)) {
                previous = name;
            }
        }
    }

    /** The source of a file does not change, which makes binding faster. */
    private static PropertySource<?> source(String name, Map<String, ?> values, @Nullable String prefix) {
        if (name.equals(VARIABLES)) {
            return new Variables(name, new LinkedHashMap<>(values), prefix);
        }
        return isConfigurationFile(name)
                ? new OriginTrackedMapPropertySource(name, values, true)
                : new MapPropertySource(name, new LinkedHashMap<>(values));
    }

    /** Set once Boot has seen the application's {@code setEnvironmentPrefix}. */
    private static @Nullable String variablePrefix(MutablePropertySources target) {
        return target.get(VARIABLES) instanceof PropertySourceInfo info ? info.getPrefix() : null;
    }

    /** What the pool has set for its children takes precedence. */
    private static Map<String, String> withOwn(Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.putAll(System.getenv());
        return all;
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

    private static Map<String, String> flatten(
            EnumerablePropertySource<?> source, ConfigurableEnvironment environment, PropertyRules rules) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : source.getPropertyNames()) {
            if (crosses(source.getName(), name, rules)) {
                Object value = source.getProperty(name);
                String text = value == null ? null : text(value, environment.getConversionService());
                if (text != null) {
                    // What a placeholder stands for may stay behind.
                    values.put(name, rules.isRestricting() ? environment.resolvePlaceholders(text) : text);
                }
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

    /** Environment variables that are bound without the prefix of the application. */
    private static final class Variables extends SystemEnvironmentPropertySource implements PropertySourceInfo {

        private final @Nullable String prefix;

        Variables(String name, Map<String, Object> values, @Nullable String prefix) {
            super(name, values);
            this.prefix = prefix;
        }

        @Override
        public @Nullable String getPrefix() {
            return prefix;
        }
    }
}
