package io.asynccpu.internal.codec.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.Serializers;

/**
 * A Jackson module for application objects inside of values that another module's serializer writes, such as the
 * elements of a third-party collection: they cross by their fields there, too, as a list of one element.
 */
final class NestedGraphModule extends SimpleModule {

    /** Attribute of Jackson's contexts: the {@link Shapes} for arguments or for results. */
    static final String SHAPES = "asynccpu.shapes";

    /** Attribute: whether the values are arguments, which come from the parent; for modules that depend on it. */
    static final String TRUSTED = "asynccpu.trusted";

    /** Attribute: the number of bytes to read. */
    static final String SIZE = "asynccpu.size";

    NestedGraphModule() {
        super("asynccpu-nested-graph");
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addSerializers(new Serializers.Base() {
            @Override
            public @Nullable ValueSerializer<?> findSerializer(
                    SerializationConfig config,
                    JavaType type,
                    BeanDescription.Supplier description,
                    JsonFormat.@Nullable Value format) {
                return isOurs(type) ? new Serializer(type) : null;
            }
        });
        context.addDeserializers(new Deserializers.Base() {
            @Override
            public @Nullable ValueDeserializer<?> findBeanDeserializer(
                    JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
                return isOurs(type) ? new Deserializer(type) : null;
            }

            @Override
            public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
                return false;
            }
        });
    }

    private static boolean isOurs(JavaType type) {
        Class<?> raw = type.getRawClass();
        return !Fields.isPlatform(raw) && !type.isEnumType() && !raw.getName().startsWith("tools.jackson.");
    }

    static final class Serializer extends ValueSerializer<Object> implements JacksonMetadata.BuiltIn {

        private final JavaType type;

        Serializer(JavaType type) {
            this.type = type;
        }

        @Override
        public void serialize(Object value, JsonGenerator out, SerializationContext context) {
            Shapes shapes = (Shapes) context.getAttribute(SHAPES);
            out.writeStartArray();
            try {
                shapes.slot(type).writeNamed(value, new GraphWriter(out, shapes.isTrusted()));
            } catch (UncrossableException e) {
                throw new Refusal(e);
            }
            out.writeEndArray();
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator out, SerializationContext context, TypeSerializer typer) {
            serialize(value, out, context);
        }
    }

    static final class Deserializer extends ValueDeserializer<Object> implements JacksonMetadata.BuiltIn {

        private final JavaType type;

        Deserializer(JavaType type) {
            this.type = type;
        }

        @Override
        public @Nullable Object deserialize(JsonParser in, DeserializationContext context) {
            Shapes shapes = (Shapes) context.getAttribute(SHAPES);
            GraphReader reader =
                    new GraphReader(in, ((Number) context.getAttribute(SIZE)).longValue(), shapes.isTrusted());
            try {
                Object value = shapes.slot(type).readNamed(reader);
                reader.finish(JsonToken.END_ARRAY);
                return value;
            } catch (UncrossableException e) {
                throw new Refusal(e);
            }
        }

        @Override
        public @Nullable Object deserializeWithType(
                JsonParser in, DeserializationContext context, TypeDeserializer typer) {
            return deserialize(in, context);
        }
    }

    /** Carries an exception through Jackson's code. */
    static final class Refusal extends DatabindException {

        Refusal(UncrossableException reason) {
            super(reason.getMessage());
            initCause(reason);
        }
    }
}
