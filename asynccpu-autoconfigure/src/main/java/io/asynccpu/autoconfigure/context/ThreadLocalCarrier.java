package io.asynccpu.autoconfigure.context;

import io.asynccpu.spi.ContextCarrier;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.util.NumberUtils;

/** Carrier of the value of the {@link ThreadLocalAccessor} with one key: that of a bean, or of the {@link ContextRegistry}. */
final class ThreadLocalCarrier implements ContextCarrier {

    private static final String TEXT = "text";
    private static final String TYPE = "type";

    private final String key;
    private final ObjectProvider<ThreadLocalAccessor<?>> accessors;
    private final ObjectProvider<TaskContextConverter<?>> converters;

    ThreadLocalCarrier(
            String key,
            ObjectProvider<ThreadLocalAccessor<?>> accessors,
            ObjectProvider<TaskContextConverter<?>> converters) {
        this.key = key;
        this.accessors = accessors;
        this.converters = converters;
    }

    @Override
    public String name() {
        return "thread-local " + key;
    }

    @Override
    public @Nullable Captured capture(String pool, String task) {
        Object value = accessor().getValue();
        if (value == null) {
            return null;
        }
        TaskContextConverter<Object> converter = converter();
        Map<String, String> values = converter == null ? plain(value) : Map.of(TEXT, converter.toText(value));
        return () -> values;
    }

    private Map<String, String> plain(Object value) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        boolean plain = type.isEnum()
                || type == String.class
                || type == Boolean.class
                || type == Character.class
                || NumberUtils.STANDARD_NUMBER_TYPES.contains(type);
        if (!plain) {
            throw new IllegalStateException("The value of the ThreadLocalAccessor with the key \"" + key + "\" is a "
                    + type.getName()
                    + ", and only strings, numbers, booleans and enums cross without a converter: define a"
                    + " TaskContextConverter bean with this key, or remove it from asynccpu.context-keys");
        }
        return Map.of(
                TYPE, type.getName(), TEXT, value instanceof Enum<?> constant ? constant.name() : value.toString());
    }

    @Override
    public Restored restore(Map<String, String> values) {
        ThreadLocalAccessor<Object> accessor = accessor();
        accessor.setValue(value(Objects.requireNonNull(values.get(TEXT)), values.get(TYPE)));
        return failure -> accessor.setValue();
    }

    private Object value(String text, @Nullable String type) {
        if (type == null) {
            TaskContextConverter<Object> converter = converter();
            if (converter == null) {
                throw new IllegalStateException("The worker has no TaskContextConverter bean with the key \"" + key
                        + "\", but its parent has one; it must be in both");
            }
            return converter.fromText(text);
        }
        Class<?> target = ClassUtils.resolveClassName(type, null);
        return Objects.requireNonNull(
                DefaultConversionService.getSharedInstance().convert(text, target));
    }

    @SuppressWarnings("unchecked") // Its values are what it takes.
    private ThreadLocalAccessor<Object> accessor() {
        return (ThreadLocalAccessor<Object>) Stream.concat(
                        accessors.stream(), ContextRegistry.getInstance().getThreadLocalAccessors().stream())
                .filter(accessor -> accessor.key().toString().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no ThreadLocalAccessor with the key \"" + key
                        + "\": define it as a bean, register it in ContextRegistry on both sides, or remove the"
                        + " key from asynccpu.context-keys"));
    }

    @SuppressWarnings("unchecked") // The key says that it is for these values.
    private @Nullable TaskContextConverter<Object> converter() {
        return (TaskContextConverter<Object>) converters.stream()
                .filter(converter -> converter.key().equals(key))
                .findFirst()
                .orElse(null);
    }
}
