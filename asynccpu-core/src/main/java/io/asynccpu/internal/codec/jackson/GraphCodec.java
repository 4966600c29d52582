package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.PayloadBuffer;
import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.guard.Difference;
import io.asynccpu.internal.codec.guard.Differences;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileMapper;
import tools.jackson.dataformat.smile.SmileWriteFeature;

/**
 * Encodes and decodes graphs of objects with Jackson's generators and parsers, and reads the first values of each class
 * back.
 */
final class GraphCodec {

    private final SmileMapper mapper;
    private final Shapes arguments;
    private final Shapes results;

    GraphCodec(ObjectCodec codec, List<JacksonModule> modules, ClassLoader loader) {
        this.mapper = mapper(modules);
        this.arguments = new Shapes(codec, mapper, loader, true);
        this.results = new Shapes(codec, mapper, loader, false);
    }

    private static SmileMapper mapper(List<JacksonModule> modules) {
        SmileFactory factory = SmileFactory.builder()
                .disable(SmileWriteFeature.ENCODE_BINARY_AS_7BIT)
                // Jackson's defaults, or those that the application has set by overrideDefaultStreamReadConstraints().
                .streamReadConstraints(StreamReadConstraints.defaults())
                .build();
        return SmileMapper.builder(factory)
                // The first module, so that the application's modules take precedence.
                .addModule(new NestedGraphModule())
                .addModule(AnnotatedFieldValue.module())
                .findAndAddModules()
                .addModules(modules)
                .polymorphicTypeValidator(new NoClassNamesValidator())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                // Times are received unchanged: neither moved to another zone nor truncated.
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
                .build();
    }

    void encode(Type type, Object value, PayloadBuffer out, boolean asArgument) throws UncrossableException {
        int start = out.size();
        try {
            GraphWriter writer;
            try (JsonGenerator generator = mapper.createGenerator(out)) {
                writer = new GraphWriter(generator, asArgument);
                shapes(asArgument).slot(type).write(value, writer);
            }
            if (writer.isReadBackRequired() || !writer.shapesToReadBack().isEmpty()) {
                prove(type, value, out, start, writer, asArgument);
            }
        } catch (JacksonException e) {
            throw JacksonShape.translate(e);
        }
    }

    /** Reads the value back and compares; a class whose value differs is refused from then on. */
    private void prove(Type type, Object value, PayloadBuffer out, int start, GraphWriter writer, boolean asArgument)
            throws UncrossableException {
        Object made = out.read((bytes, size) -> decode(type, bytes, start, size - start, asArgument));
        Difference difference = Differences.between(value, made);
        if (difference == null) {
            writer.shapesToReadBack().forEach(Shape::readBackSucceeded);
            return;
        }
        UncrossableException refusal = difference.refusal();
        for (Shape shape : writer.shapesToReadBack().keySet()) {
            if (shape.type() == difference.holder()) {
                shape.refuse(refusal.getMessage() + " (at " + refusal.path() + " of an earlier value)");
            }
        }
        throw refusal;
    }

    @Nullable
    Object decode(Type type, byte[] bytes, int offset, int length, boolean asArgument) throws UncrossableException {
        try (JsonParser parser = mapper.createParser(bytes, offset, length)) {
            return read(type, new GraphReader(parser, length, asArgument));
        } catch (JacksonException e) {
            throw JacksonShape.translate(e);
        }
    }

    private @Nullable Object read(Type type, GraphReader reader) throws UncrossableException {
        Object value = shapes(reader.isTrusted()).slot(type).read(reader);
        reader.finish(null);
        return value;
    }

    /** A result whose shapes run no application code; otherwise {@link ObjectCodec#NOT_AT_ONCE}. */
    @Nullable
    Object decodeAtOnce(Type type, byte[] bytes, int offset, int length) {
        try (JsonParser parser = mapper.createParser(bytes, offset, length)) {
            return read(type, GraphReader.atOnce(parser, length));
        } catch (UncrossableException | RuntimeException | Error e) {
            // The value needs application code, is damaged, or is nested too deeply for the stack of this thread, which
            // may be that of a waiting caller. The full decoding reports it.
            return ObjectCodec.NOT_AT_ONCE;
        }
    }

    void check(Type type, boolean asArgument) throws UncrossableException {
        Shapes shapes = shapes(asArgument);
        try {
            new TypeCheck(shapes).check(shapes.slot(type));
        } catch (JacksonException e) {
            throw JacksonShape.translate(e);
        }
    }

    private Shapes shapes(boolean asArgument) {
        return asArgument ? arguments : results;
    }
}
