package io.asynccpu.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.MapType;

/** Writes a map as an array of key, value, key, value. */
final class EntryMapSerializer extends StdSerializer<Map<?, ?>> {

    private final JavaType keyType;
    private final JavaType valueType;

    EntryMapSerializer(MapType type) {
        super(type);
        this.keyType = type.getKeyType();
        this.valueType = type.getContentType();
    }

    @Override
    public void serialize(Map<?, ?> map, JsonGenerator out, SerializationContext context) {
        out.writeStartArray(map);
        writeEntries(map, out, context);
        out.writeEndArray();
    }

    @Override
    public void serializeWithType(
            Map<?, ?> map, JsonGenerator out, SerializationContext context, TypeSerializer typeSerializer) {
        WritableTypeId id =
                typeSerializer.writeTypePrefix(out, context, typeSerializer.typeId(map, JsonToken.START_ARRAY));
        writeEntries(map, out, context);
        typeSerializer.writeTypeSuffix(out, context, id);
    }

    @Override
    public boolean isEmpty(SerializationContext context, Map<?, ?> map) {
        return map.isEmpty();
    }

    private void writeEntries(Map<?, ?> map, JsonGenerator out, SerializationContext context) {
        TypeSerializer keyTyper = context.findTypeSerializer(keyType);
        TypeSerializer valueTyper = context.findTypeSerializer(valueType);
        int index = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            try {
                write(entry.getKey(), keyType, keyTyper, out, context);
                write(entry.getValue(), valueType, valueTyper, out, context);
            } catch (JacksonException e) {
                throw JacksonException.wrapWithPath(e, map, index);
            }
            index++;
        }
    }

    private static void write(
            @Nullable Object value,
            JavaType declared,
            @Nullable TypeSerializer typer,
            JsonGenerator out,
            SerializationContext context) {
        if (value == null) {
            out.writeNull();
            return;
        }
        ValueSerializer<Object> serializer = declared.hasGenericTypes()
                ? context.findContentValueSerializer(context.constructSpecializedType(declared, value.getClass()), null)
                : context.findContentValueSerializer(value.getClass(), null);
        if (typer == null) {
            serializer.serialize(value, out, context);
        } else {
            serializer.serializeWithType(value, out, context, typer);
        }
    }
}
