package io.asynccpu.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/**
 * What may stand where the signature leaves the type open. Plain Jackson would give a record back as a map and a long as
 * an int. Here a value in such a place is one of the classes listed below and says which, so it comes back as it was; all
 * else is refused when it is written. This uses Jackson's hook for default typing, but the names are this closed list and
 * never become class names.
 */
final class OpenTypes extends StdTypeResolverBuilder {

    private static final Map<Class<?>, String> NAMES = Stream.of(
                    Byte.class,
                    Short.class,
                    Character.class,
                    Long.class,
                    Float.class,
                    BigInteger.class,
                    BigDecimal.class,
                    UUID.class,
                    Instant.class,
                    LocalDate.class,
                    LocalTime.class,
                    LocalDateTime.class,
                    OffsetDateTime.class,
                    ZonedDateTime.class,
                    Duration.class,
                    byte[].class,
                    short[].class,
                    int[].class,
                    long[].class,
                    float[].class,
                    double[].class,
                    boolean[].class,
                    // Jackson writes these four without a name, and asks for one only inside of arrays and keys.
                    String.class,
                    Boolean.class,
                    Integer.class,
                    Double.class)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Class::getSimpleName));

    private static final Map<String, Class<?>> CLASSES =
            NAMES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    OpenTypes() {
        super(JsonTypeInfo.Id.CUSTOM, JsonTypeInfo.As.WRAPPER_ARRAY, null);
    }

    static boolean isOpen(JavaType type) {
        Class<?> raw = type.getRawClass();
        return raw == Object.class || raw == Serializable.class || raw == Comparable.class || raw == Number.class;
    }

    static String refusal(String value, JavaType open) {
        return value + " stands where the signature only says "
                + open.getRawClass().getSimpleName()
                + ", so the other side could not tell what it was; declare the type (a method reference shows its"
                + " generic types, a lambda and a raw or wildcard type do not)";
    }

    @Override
    public @Nullable TypeSerializer buildTypeSerializer(
            SerializationContext context, JavaType baseType, Collection<NamedType> subtypes) {
        return isOpen(baseType) ? super.buildTypeSerializer(context, baseType, subtypes) : null;
    }

    @Override
    public @Nullable TypeDeserializer buildTypeDeserializer(
            DeserializationContext context, JavaType baseType, Collection<NamedType> subtypes) {
        return isOpen(baseType) ? super.buildTypeDeserializer(context, baseType, subtypes) : null;
    }

    /** One builder serves all types: it has no default implementation of its own. */
    @Override
    public StdTypeResolverBuilder withDefaultImpl(Class<?> defaultImpl) {
        return this;
    }

    @Override
    protected TypeIdResolver idResolver(
            DatabindContext context,
            JavaType baseType,
            PolymorphicTypeValidator validator,
            Collection<NamedType> subtypes,
            boolean forSerialization,
            boolean forDeserialization) {
        return new Names(baseType);
    }

    private static final class Names extends TypeIdResolverBase {

        Names(JavaType baseType) {
            super(baseType);
        }

        @Override
        public String idFromValue(DatabindContext context, Object value) {
            String name = NAMES.get(value.getClass());
            if (name != null) {
                return name;
            }
            if (value instanceof List<?> && hasOpenContent(context, value)) {
                return "List";
            }
            if (value instanceof Set<?> && hasOpenContent(context, value)) {
                return "Set";
            }
            if (value instanceof Map<?, ?> && hasOpenContent(context, value)) {
                return "Map";
            }
            throw refusal("a " + value.getClass().getName());
        }

        @Override
        public String idFromValueAndType(DatabindContext context, Object value, Class<?> suggestedType) {
            return idFromValue(context, value);
        }

        @Override
        public @Nullable JavaType typeFromId(DatabindContext context, String id) {
            Class<?> type =
                    switch (id) {
                        case "List" -> List.class;
                        case "Set" -> Set.class;
                        case "Map" -> Map.class;
                        default -> CLASSES.get(id);
                    };
            if (type == null || !_baseType.getRawClass().isAssignableFrom(type)) {
                return null;
            }
            return context.constructType(type);
        }

        @Override
        public JsonTypeInfo.Id getMechanism() {
            return JsonTypeInfo.Id.CUSTOM;
        }

        /** A {@code class Prices extends ArrayList<Price>} would write its elements without their names. */
        private static boolean hasOpenContent(DatabindContext context, Object container) {
            JavaType type = context.constructType(container.getClass());
            JavaType key = type.getKeyType();
            JavaType content = type.getContentType();
            return content != null && content.isJavaLangObject() && (key == null || key.isJavaLangObject());
        }

        private DatabindException refusal(String value) {
            return new Refusal(OpenTypes.refusal(value, _baseType));
        }
    }

    private static final class Refusal extends DatabindException {

        Refusal(String message) {
            super(message);
        }
    }
}
