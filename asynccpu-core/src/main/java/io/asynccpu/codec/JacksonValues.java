package io.asynccpu.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileMapper;
import tools.jackson.dataformat.smile.SmileWriteFeature;

/** Values through Jackson: the mapper, its settings, and its failures as paths. */
final class JacksonValues {

    private final SmileMapper mapper;
    private final TypeCheck typeCheck;
    private final LossGuard lossGuard;

    JacksonValues(List<JacksonModule> modules) {
        this.mapper = mapper(modules);
        this.typeCheck = new TypeCheck(mapper);
        this.lossGuard = new LossGuard(mapper);
    }

    private static SmileMapper mapper(List<JacksonModule> modules) {
        SmileFactory factory = SmileFactory.builder()
                .disable(SmileWriteFeature.ENCODE_BINARY_AS_7BIT)
                // The payload's limit bounds these; a second, smaller bound would only refuse honest values.
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
        return SmileMapper.builder(factory)
                .findAndAddModules()
                .addModules(modules)
                .addModule(new EntryMaps())
                .setDefaultTyping(new OpenTypes())
                .polymorphicTypeValidator(new NoClassNames())
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
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

    void encode(Type type, Object value, PayloadBuffer out) throws UncrossableException {
        JavaType javaType = mapper.constructType(type);
        try {
            lossGuard.check(javaType, value);
            mapper.writerFor(javaType).writeValue(out, value);
        } catch (JacksonException e) {
            throw translate(e);
        }
    }

    @Nullable
    Object decode(Type type, ByteBuffer in) throws UncrossableException {
        try {
            Object value = mapper.readerFor(mapper.constructType(type))
                    .readValue(in.array(), in.arrayOffset() + in.position(), in.remaining());
            in.position(in.limit());
            return value;
        } catch (JacksonException e) {
            throw translate(e);
        }
    }

    void check(Type type) throws UncrossableException {
        try {
            typeCheck.check(mapper.constructType(type));
        } catch (JacksonException e) {
            throw translate(e);
        }
    }

    private static UncrossableException translate(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return new UncrossableException(path.toString(), e.getOriginalMessage(), e);
    }
}
