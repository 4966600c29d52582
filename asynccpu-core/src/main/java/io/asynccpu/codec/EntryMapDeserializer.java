package io.asynccpu.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.type.MapType;

/** Reads what {@link EntryMapSerializer} wrote. */
final class EntryMapDeserializer extends StdDeserializer<Map<@Nullable Object, @Nullable Object>> {

    private static final Map<Class<?>, Class<?>> IMPLEMENTATIONS = Map.of(
            Map.class, LinkedHashMap.class,
            SortedMap.class, TreeMap.class,
            NavigableMap.class, TreeMap.class,
            ConcurrentMap.class, ConcurrentHashMap.class,
            ConcurrentNavigableMap.class, ConcurrentSkipListMap.class);

    private final JavaType mapType;

    EntryMapDeserializer(MapType type) {
        super(type);
        this.mapType = type;
    }

    @Override
    public Map<@Nullable Object, @Nullable Object> deserialize(JsonParser in, DeserializationContext context) {
        if (!in.isExpectedStartArrayToken()) {
            return context.reportInputMismatch(mapType, "a map without plain keys must be a list of its entries");
        }
        ValueDeserializer<Object> keys = context.findRootValueDeserializer(mapType.getKeyType());
        ValueDeserializer<Object> values = context.findRootValueDeserializer(mapType.getContentType());
        Map<@Nullable Object, @Nullable Object> map = newMap(context);
        int index = 0;
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            try {
                Object key = read(in, context, token, keys);
                JsonToken next = in.nextToken();
                if (next == JsonToken.END_ARRAY) {
                    return context.reportInputMismatch(mapType, "a key without a value");
                }
                map.put(key, read(in, context, next, values));
            } catch (JacksonException e) {
                throw JacksonException.wrapWithPath(e, map, index);
            } catch (NullPointerException | ClassCastException e) {
                // Of the map itself: a sorted or concurrent map that does not take this key or value.
                return context.reportInputMismatch(mapType, "the map refuses an entry: %s", e);
            }
            index++;
        }
        return map;
    }

    @Override
    public Object deserializeWithType(JsonParser in, DeserializationContext context, TypeDeserializer typer) {
        return typer.deserializeTypedFromArray(in, context);
    }

    private static @Nullable Object read(
            JsonParser in, DeserializationContext context, JsonToken token, ValueDeserializer<Object> deserializer) {
        return token == JsonToken.VALUE_NULL
                ? deserializer.getNullValue(context)
                : deserializer.deserialize(in, context);
    }

    /** Only of the declared class: its constructor without parameters is the application's own choice of type. */
    @SuppressWarnings(
            "unchecked") // the declared class is a map, and the entries are read by its own key and value types
    private Map<@Nullable Object, @Nullable Object> newMap(DeserializationContext context) {
        Class<?> raw = mapType.getRawClass();
        try {
            return (Map<@Nullable Object, @Nullable Object>) IMPLEMENTATIONS
                    .getOrDefault(raw, raw)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            return context.reportBadDefinition(
                    mapType, raw.getName() + " has no accessible constructor without parameters; declare Map instead");
        }
    }
}
