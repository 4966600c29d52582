package io.asynccpu.autoconfigure.properties;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;

/**
 * Key with a value that cannot be used.
 *
 * @param key the full key in the configuration
 * @param origin place of the value in the configuration, if it is known
 * @param rule rule that the value must keep, or the reason why it cannot be used
 */
record PropertyFault(String key, String value, @Nullable String origin, String rule) {

    static PropertyFault of(ConfigurationProperty property, String rule) {
        Origin origin = property.getOrigin();
        return new PropertyFault(
                property.getName().toString(),
                String.valueOf(property.getValue()),
                origin == null ? null : origin.toString(),
                rule);
    }

    @Override
    public String toString() {
        return "The property '" + key + "' has the value '" + value + "'"
                + (origin == null ? "" : " (from " + origin + ")") + ", which cannot be used: " + rule + ".";
    }
}
