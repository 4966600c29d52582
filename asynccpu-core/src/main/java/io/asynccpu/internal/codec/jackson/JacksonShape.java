package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.ValuePath;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/**
 * The shape of a class for which the application or one of its Jackson modules has a serializer and a deserializer.
 * They may lose parts of the value, so each value is read back before it is sent.
 */
final class JacksonShape extends Shape {

    private final JavaType javaType;
    private final ObjectMapper mapper;
    private final Shapes shapes;
    private final @Nullable ValueSerializer<Object> serializer;
    private final @Nullable ValueDeserializer<?> deserializer;

    /** Uses the serializer and deserializer that Jackson finds for the type. */
    JacksonShape(JavaType type, Shapes shapes) {
        this(type, shapes, null, null);
    }

    /** Uses those of an annotated field. */
    JacksonShape(
            JavaType type,
            Shapes shapes,
            @Nullable ValueSerializer<Object> serializer,
            @Nullable ValueDeserializer<?> deserializer) {
        super(type.getRawClass());
        this.javaType = type;
        this.mapper = shapes.mapper();
        this.shapes = shapes;
        this.serializer = serializer;
        this.deserializer = deserializer;
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        byte[] bytes;
        try {
            ObjectWriter writer = mapper.writer()
                    .withAttribute(NestedGraphModule.SHAPES, shapes)
                    .withAttribute(NestedGraphModule.TRUSTED, shapes.isTrusted());
            bytes = serializer == null
                    ? writer.forType(javaType).writeValueAsBytes(value)
                    : writer.writeValueAsBytes(new AnnotatedFieldValue(value, serializer));
        } catch (JacksonException e) {
            throw translate(e);
        }
        out.requireReadBack();
        out.out().writeBinary(bytes);
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        Object value = read(in.binary());
        if (value == null || !type().isInstance(value)) {
            throw UncrossableException.damagedBytes("not a " + name());
        }
        return value;
    }

    private @Nullable Object read(byte[] bytes) throws UncrossableException {
        try {
            ObjectReader reader = mapper.reader()
                    .withAttribute(NestedGraphModule.SHAPES, shapes)
                    .withAttribute(NestedGraphModule.TRUSTED, shapes.isTrusted())
                    .withAttribute(NestedGraphModule.SIZE, bytes.length);
            return deserializer == null
                    ? reader.forType(javaType).readValue(bytes)
                    : AnnotatedFieldValue.read(reader, bytes, deserializer);
        } catch (JacksonException e) {
            throw translate(e);
        }
    }

    /** Converts Jackson's exception, with its path and message. */
    static UncrossableException translate(JacksonException e) {
        if (e.getCause() instanceof UncrossableException reason) {
            return reason;
        }
        ValuePath path = ValuePath.HERE;
        List<JacksonException.Reference> outermostFirst = e.getPath();
        for (int i = outermostFirst.size() - 1; i >= 0; i--) {
            JacksonException.Reference step = outermostFirst.get(i);
            path = path.in(step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName());
        }
        return new UncrossableException(path, e.getOriginalMessage(), e);
    }

    @Override
    boolean isMadeLast() {
        return true;
    }
}
