package io.asynccpu.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.Serializers;
import tools.jackson.databind.type.MapType;

/**
 * Maps whose keys are no plain names cross as a list of keys and values in turn. Jackson would write such a key as its
 * {@code toString()}, and a record with one String would even come back, as another one.
 */
final class EntryMaps extends SimpleModule {

    EntryMaps() {
        super("asynccpu-entry-maps");
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addSerializers(new Writers());
        context.addDeserializers(new Readers());
    }

    private static boolean isName(JavaType key) {
        Class<?> raw = key.getRawClass();
        return raw == String.class
                || raw == Integer.class
                || raw == Long.class
                || raw == UUID.class
                || key.isEnumType();
    }

    private static final class Writers extends Serializers.Base {

        @Override
        public @Nullable ValueSerializer<?> findMapSerializer(
                SerializationConfig config,
                MapType type,
                BeanDescription.Supplier description,
                JsonFormat.Value format,
                @Nullable ValueSerializer<Object> keySerializer,
                @Nullable TypeSerializer elementTypeSerializer,
                @Nullable ValueSerializer<Object> elementValueSerializer) {
            return keySerializer != null || isName(type.getKeyType()) ? null : new EntryMapSerializer(type);
        }
    }

    private static final class Readers extends Deserializers.Base {

        @Override
        public @Nullable ValueDeserializer<?> findMapDeserializer(
                MapType type,
                DeserializationConfig config,
                BeanDescription.Supplier description,
                @Nullable KeyDeserializer keyDeserializer,
                @Nullable TypeDeserializer elementTypeDeserializer,
                @Nullable ValueDeserializer<?> elementDeserializer) {
            return keyDeserializer != null || isName(type.getKeyType()) ? null : new EntryMapDeserializer(type);
        }

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> valueType) {
            return false;
        }
    }
}
