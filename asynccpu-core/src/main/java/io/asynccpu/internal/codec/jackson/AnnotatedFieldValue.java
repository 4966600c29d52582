package io.asynccpu.internal.codec.jackson;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** The value of a field that is annotated with a serializer and deserializer, as a root value for Jackson. */
record AnnotatedFieldValue(@Nullable Object value, @Nullable ValueSerializer<Object> serializer) {

    private static final String DESERIALIZER = "asynccpu.deserializer";

    static @Nullable Object read(ObjectReader reader, byte[] bytes, ValueDeserializer<?> deserializer) {
        AnnotatedFieldValue read = reader.forType(AnnotatedFieldValue.class)
                .withAttribute(DESERIALIZER, deserializer)
                .readValue(bytes);
        return read.value();
    }

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("asynccpu-custom-fields");
        module.addSerializer(AnnotatedFieldValue.class, new ValueSerializer<>() {
            @Override
            public void serialize(AnnotatedFieldValue custom, JsonGenerator out, SerializationContext context) {
                if (custom.serializer() != null && custom.value() != null) {
                    custom.serializer().serialize(custom.value(), out, context);
                }
            }
        });
        module.addDeserializer(AnnotatedFieldValue.class, new ValueDeserializer<>() {
            @Override
            public AnnotatedFieldValue deserialize(JsonParser in, DeserializationContext context) {
                ValueDeserializer<?> deserializer = (ValueDeserializer<?>) context.getAttribute(DESERIALIZER);
                return new AnnotatedFieldValue(deserializer.deserialize(in, context), null);
            }
        });
        return module;
    }
}
