package io.asynccpu.internal.codec.jackson;

import static io.asynccpu.internal.codec.CodecCalls.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.codec.CodecCalls;
import io.asynccpu.internal.codec.failure.FailureCodec;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileMapper;
import tools.jackson.dataformat.smile.SmileWriteFeature;

/** Bytes that a child has made by hand: they become what the signature declares, at once, or they are refused. */
@Timeout(60)
class HostileGraphTests {

    private static final SmileMapper MAPPER = SmileMapper.builder(SmileFactory.builder()
                    .disable(SmileWriteFeature.ENCODE_BINARY_AS_7BIT)
                    .build())
            .build();

    private final CodecCalls calls = new CodecCalls(new JacksonCodec(List.of()));

    /** A value that is not raw, of these tokens. */
    private static byte[] tokens(Consumer<JsonGenerator> writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xFE);
        try (JsonGenerator generator = MAPPER.createGenerator(out)) {
            writer.accept(generator);
        }
        return out.toByteArray();
    }

    private void isRefused(Type type, Consumer<JsonGenerator> writer) {
        calls.refusalOfBytes(type, tokens(writer));
    }

    enum Color {
        RED
    }

    record Decimal(double value) {}

    record Two(Throwable any, List<IllegalStateException> states) {}

    @Test
    void aHashOfReferencesToReferencesIsNotComputed() {
        isRefused(Object.class, out -> {
            out.writeString("java.util.HashSet");
            out.writeNumber(1);
            out.writeString("java.util.ArrayList");
            out.writeNumber(2);
            for (int level = 2; level < 60; level++) {
                out.writeNumber(2);
                out.writeNumber(2);
            }
            out.writeNumber(2);
            out.writeNumber(0);
            for (int level = 59; level > 1; level--) {
                out.writeNumber(-1 - level - 1);
            }
            out.writeNumber(-1 - 2);
        });
    }

    @Test
    void aPatternWithAllOrdersOfItsMarksIsNotCompiled() {
        isRefused(type(new TypeReference<List<Pattern>>() {}), out -> {
            out.writeNumber(0);
            out.writeNumber(1);
            out.writeString("a" + "\u0301\u0316\u0327\u0323\u031B\u0345".repeat(2));
            out.writeNumber(Pattern.CANON_EQ);
        });
    }

    @Test
    void aNumberOfAMillionDigitsIsNotReadAsADouble() {
        BigDecimal digits = new BigDecimal(BigInteger.ONE.shiftLeft(4_000_000), 7);
        isRefused(Decimal.class, out -> {
            out.writeNumber(0);
            out.writeNumber(digits);
        });
        isRefused(Decimal.class, out -> out.writeNumber(digits.unscaledValue()));
    }

    @Test
    void aConstantOfTheJdkIsNotOneOfTheDeclaredEnum() {
        isRefused(type(new TypeReference<Set<Color>>() {}), out -> {
            out.writeString("java.util.EnumSet");
            out.writeString(TimeUnit.class.getName());
            out.writeNumber(1);
            out.writeString("DAYS");
        });
        isRefused(type(new TypeReference<EnumMap<Color, Integer>>() {}), out -> {
            out.writeNumber(0);
            out.writeString(TimeUnit.class.getName());
            out.writeNumber(1);
            out.writeString("DAYS");
            out.writeNull();
        });
    }

    @Test
    void aMapOfTheJdkWithOtherTypesIsRefused() {
        isRefused(type(new TypeReference<Map<String, Color>>() {}), out -> {
            out.writeString("java.util.EnumMap");
            out.writeString(TimeUnit.class.getName());
            out.writeNumber(0);
        });
        isRefused(type(new TypeReference<Map<String, Color>>() {}), out -> {
            out.writeString("java.util.Properties");
            out.writeBinary(new byte[] {1});
        });
    }

    @Test
    void aReferenceToAnExceptionOfAnotherClassIsRefused() {
        byte[] failure = FailureCodec.encode(new IllegalArgumentException("other"), 10_000);
        isRefused(Two.class, out -> {
            out.writeNumber(0);
            out.writeString("java.lang.Throwable");
            out.writeBinary(failure);
            out.writeNumber(0);
            out.writeNumber(1);
            out.writeNumber(-1 - 1);
        });
    }

    @Test
    void aClassThatNobodyDeclaredIsNotEvenLoaded() {
        List<String> asked = new ArrayList<>();
        ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name, resolve);
            }
        };
        CodecCalls watched = new CodecCalls(new JacksonCodec(List.of(), loader));
        for (String name : List.of("io.asynccpu.internal.codec.Never", "[[Lio.asynccpu.internal.codec.Never;")) {
            watched.refusalOfBytes(type(new TypeReference<List<Color[]>>() {}), tokens(out -> {
                out.writeNumber(0);
                out.writeNumber(1);
                out.writeString(name);
                out.writeNumber(0);
            }));
        }
        assertThat(asked).noneMatch(name -> name.contains("Never"));
    }
}
