package io.asynccpu.autoconfigure.properties;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.unit.DataSize;

/** Fault of a value that cannot be converted to the type of its key. */
final class UnreadableProperty {

    private static final Map<Class<?>, String> EXPECTED = Map.of(
            Duration.class, "a duration such as 30s, 5m or PT30S",
            DataSize.class, "a size such as 64MB",
            Class.class, "the full name of a class on the class path",
            Integer.class, "a whole number",
            Boolean.class, "true or false");

    private UnreadableProperty() {}

    /**
     * @param property null if only keys below the key have values
     */
    static PropertyFault fault(
            ConfigurationPropertyName name,
            @Nullable ConfigurationProperty property,
            Bindable<?> target,
            Throwable failure) {
        String expected = target.getAnnotation(Arguments.class) != null
                ? "arguments as a shell would read them"
                : expected(target.getType().resolve(Object.class));
        String rule = "it must be " + expected + "; "
                + NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
        return property == null ? new PropertyFault(name.toString(), "", null, rule) : PropertyFault.of(property, rule);
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
        }
        return EXPECTED.getOrDefault(type, "a value that can be converted to " + type.getSimpleName());
    }
}
