package io.asynccpu.codec.jackson;

import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.PayloadBuffer;
import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.guard.Difference;
import io.asynccpu.codec.guard.Differences;
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

/** Values through Jackson's mapper, and the guard over the first ones of each class. */
final class JacksonValues {

    private final SmileMapper mapper;
    private final Shapes arguments;
    private final Shapes results;

    JacksonValues(ObjectCodec codec, List<JacksonModule> modules, ClassLoader loader) {
        this.mapper = mapper(modules);
        this.arguments = new Shapes(codec, mapper, loader, true);
        this.results = new Shapes(codec, mapper, loader, false);
    }

    private static SmileMapper mapper(List<JacksonModule> modules) {
        SmileFactory factory = SmileFactory.builder()
                .disable(SmileWriteFeature.ENCODE_BINARY_AS_7BIT)
                // Jackson's own, or what the application has put in their place by
                // overrideDefaultStreamReadConstraints().
                .streamReadConstraints(StreamReadConstraints.defaults())
                .build();
        return SmileMapper.builder(factory)
                // First, so that what the application's modules have comes before it.
                .addModule(new NestedGraph())
                .addModule(Custom.module())
                .findAndAddModules()
                .addModules(modules)
                .polymorphicTypeValidator(new NoClassNames())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                // Times come back exactly: neither moved to another zone nor cut.
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
            if (writer.isDoubtful() || !writer.unproven().isEmpty()) {
                prove(type, value, out, start, writer, asArgument);
            }
        } catch (JacksonException e) {
            throw JacksonShape.translate(e);
        }
    }

    /** Reads what was written and compares; a class whose value differs is refused from now on. */
    private void prove(Type type, Object value, PayloadBuffer out, int start, GraphWriter writer, boolean asArgument)
            throws UncrossableException {
        Object made = out.read((bytes, size) -> decode(type, bytes, start, size - start, asArgument));
        Difference difference = Differences.between(value, made);
        if (difference == null) {
            writer.unproven().forEach(Shape::proven);
            return;
        }
        UncrossableException refusal = difference.refusal();
        for (Shape shape : writer.unproven().keySet()) {
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

    /** A result whose shapes run no code of the application; else {@link ObjectCodec#NOT_AT_ONCE}. */
    @Nullable
    Object decodeAtOnce(Type type, byte[] bytes, int offset, int length) {
        try (JsonParser parser = mapper.createParser(bytes, offset, length)) {
            return read(type, GraphReader.atOnce(parser, length));
        } catch (UncrossableException | RuntimeException | Error e) {
            // Not for here, or damaged; where there is time for it, it is told. Or deeper than this thread's stack,
            // which may be that of a caller who waits.
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
