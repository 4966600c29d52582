package io.asynccpu.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.protocol.Payload;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RawValuesTests {

    private final JacksonCodec codec = new JacksonCodec(List.of());
    private final CodecCalls calls = new CodecCalls(codec);

    static List<Object> values() {
        return List.of(
                true,
                (byte) -7,
                (short) -30_000,
                'ß',
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                Float.MIN_VALUE,
                -0.0d,
                Double.NaN,
                "",
                "plain",
                "ä€𝄞 with a surrogate pair",
                "lone \ud800 surrogate",
                BigInteger.TWO.pow(5000).negate(),
                new BigDecimal("1.2300"),
                new BigDecimal("1E+100000"),
                UUID.randomUUID(),
                new boolean[] {true, false},
                new byte[] {1, -1},
                new byte[0],
                new short[] {1, -1},
                new char[] {'a', '\ud800'},
                new int[] {1, Integer.MIN_VALUE},
                new long[] {1, Long.MIN_VALUE},
                new float[] {1, Float.NaN},
                new double[] {1, Double.NEGATIVE_INFINITY});
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyRawValueComesBackAsItWas(Object value) {
        assertThat(calls.asResult(value.getClass(), value)).isEqualTo(value).hasSameClassAs(value);
        assertThat(calls.asArgument(value.getClass(), value)).isEqualTo(value).hasSameClassAs(value);
        assertThat(calls.asResult(Object.class, value)).isEqualTo(value).hasSameClassAs(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void noRawValuePassesForAnotherType(Object value) {
        byte[] bytes = calls.encode(value.getClass(), value);
        for (Object other : values()) {
            if (other.getClass() != value.getClass()) {
                assertThat(calls.refusalOfBytes(other.getClass(), bytes)).hasMessageContaining("cannot be read");
            }
        }
    }

    @Test
    void primitivesCrossAsTheirWrappers() {
        assertThat(calls.asArgument(int.class, 5)).isEqualTo(5);
        assertThat(calls.asArgument(boolean.class, true)).isEqualTo(true);
    }

    @Test
    void nullCrossesEverywhereButForPrimitives() {
        assertThat(calls.asResult(String.class, (Object) null)).isNull();
        assertThat(calls.asResult(void.class, (Object) null)).isNull();
        assertThat(calls.asResult(Void.class, (Object) null)).isNull();
        assertThat(calls.refusalOfValue(int.class, null))
                .hasMessageContaining("argument 1")
                .hasMessageContaining("null for a primitive int");
        byte[] nullBytes = calls.encode(Integer.class, null);
        assertThat(calls.refusalOfBytes(int.class, nullBytes)).hasMessageContaining("null for a primitive int");
    }

    @Test
    void nothingCrossesAsVoid() {
        assertThat(calls.refusalOfValue(void.class, "x")).hasMessageContaining("void");
        assertThat(calls.refusalOfBytes(void.class, calls.encode(String.class, "x")))
                .hasMessageContaining("void");
    }

    @Test
    void aValueOfTheWrongClassIsRefusedForAPrimitive() {
        assertThat(calls.refusalOfValue(int.class, 5L)).hasMessageContaining("java.lang.Long");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void anArrayOfAHundredMegabytesIsCopiedOnce() {
        int[] big = new Random(1).ints(25_000_000).toArray();
        Payload payload = codec.encodeArguments("Shop.total", List.of(int[].class), new Object[] {big}, 100_000_009);
        assertThat(payload.length()).isEqualTo(9);
        Object[] decoded = codec.decodeArguments("Shop.total", List.of(int[].class), payload);
        assertThat(decoded[0]).isNotSameAs(big).isSameAs(payload.arrays().get(0));
        assertThat(Arrays.equals((int[]) decoded[0], big)).isTrue();
    }

    @Test
    void largeArraysStandBesideTheirBytes() {
        List<Object> arrays = List.of(
                new byte[Payload.SMALLEST_ARRAY],
                new short[200_000],
                new char[200_000],
                new int[100_000],
                new long[100_000],
                new float[100_000],
                new double[100_000]);
        for (Object array : arrays) {
            Payload result = codec.encodeResult("Shop.total", array.getClass(), array, CodecCalls.LIMIT);
            assertThat(result.length()).isEqualTo(1);
            assertThat(result.arrays()).hasSize(1).first().isSameAs(array);
            assertThat(codec.decodeResult("Shop.total", array.getClass(), result))
                    .isSameAs(array);
            assertThat(codec.decodeResult("Shop.total", Object.class, result)).isSameAs(array);
            CodecCalls.refusal(() -> codec.decodeResult("Shop.total", String.class, result));
        }
        Payload all = codec.encodeArguments(
                "Shop.total", Collections.nCopies(arrays.size(), Object.class), arrays.toArray(), CodecCalls.LIMIT);
        assertThat(Arrays.deepEquals(
                        codec.decodeArguments("Shop.total", Collections.nCopies(arrays.size(), Object.class), all),
                        arrays.toArray()))
                .isTrue();
        assertThat(codec.encodeResult(
                                "Shop.total", byte[].class, new byte[Payload.SMALLEST_ARRAY - 1], CodecCalls.LIMIT)
                        .arrays())
                .isEmpty();
    }

    @Test
    void aLargeArrayMayChangeAfterItsTaskWasMade() {
        int[] numbers = new int[100_000];
        Payload payload =
                codec.encodeArguments("Shop.total", List.of(int[].class), new Object[] {numbers}, CodecCalls.LIMIT);
        numbers[99_999] = 1;
        assertThat((int[]) codec.decodeArguments("Shop.total", List.of(int[].class), payload)[0])
                .hasSize(100_000)
                .containsOnly(0);
    }

    @Test
    void arraysThatDoNotBelongToTheBytesAreRefused() {
        Object array = new int[100_000];
        Payload good = codec.encodeResult("Shop.total", int[].class, array, CodecCalls.LIMIT);
        byte[] bytes = {good.buffer().get()};
        List<Payload> wrong = List.of(
                Payload.of(bytes),
                Payload.of(bytes, List.of(new long[100_000])),
                Payload.of(bytes, List.of(array, array)),
                Payload.of(new byte[] {bytes[0], 0}, List.of(array)),
                Payload.of(new byte[] {(byte) 0xFF}, List.of(array)),
                Payload.of(new byte[] {(byte) (bytes[0] & 0x3F)}, List.of(array)));
        for (Payload payload : wrong) {
            assertThat(CodecCalls.refusal(() -> codec.decodeResult("Shop.total", int[].class, payload)))
                    .hasMessageContaining("result of type int[] cannot be read");
        }
        Payload scalar = Payload.of(new byte[] {(byte) (0x40 | 5)}, List.of(array));
        CodecCalls.refusal(() -> codec.decodeResult("Shop.total", int.class, scalar));
        byte[] none = {0, 0, 0, 0};
        CodecCalls.refusal(() -> codec.decodeArguments("Shop.total", List.of(), Payload.of(none, List.of(array))));
    }

    @Test
    void theLimitIsExactAndTheMessageNamesTheKey() {
        byte[] large = new byte[Payload.SMALLEST_ARRAY];
        assertThat(codec.encodeResult("Shop.total", byte[].class, large, large.length + 1)
                        .arrays())
                .hasSize(1);
        assertThat(CodecCalls.refusal(() -> codec.encodeResult("Shop.total", byte[].class, large, large.length)))
                .hasMessageContaining(large.length + 1 + " bytes");
        byte[] exact = new byte[1000];
        assertThat(codec.encodeResult("Shop.total", byte[].class, exact, 1001).length())
                .isEqualTo(1001);
        assertThat(CodecCalls.refusal(() -> codec.encodeResult("Shop.total", byte[].class, exact, 1000)))
                .hasMessageContaining("1001 bytes")
                .hasMessageContaining("1000")
                .hasMessageContaining("asynccpu.max-payload")
                .hasMessageContaining("maxPayload");
        assertThat(CodecCalls.refusal(() -> codec.encodeArguments(
                        "Shop.total", List.of(String.class, String.class), new Object[] {"a", "x".repeat(100)}, 50)))
                .hasMessageContaining("argument 2")
                .hasMessageContaining("max-payload");
    }

    @Test
    void aLimitThatIsTheHighestIsNotToBeRaised() {
        assertThat(new PayloadTooLargeException(2L << 30, 1 << 30))
                .hasMessageContaining("pass a file's path")
                .message()
                .doesNotContain("max-payload");
    }

    @Test
    void severalArgumentsKeepTheirPlaces() {
        List<Type> types = List.of(int.class, String.class, long[].class, Object.class);
        Object[] arguments = {1, null, new long[] {2}, "four"};
        Payload payload = codec.encodeArguments("Shop.total", types, arguments, 1000);
        assertThat(Arrays.deepEquals(codec.decodeArguments("Shop.total", types, payload), arguments))
                .isTrue();
        assertThat(codec.decodeArguments("f", List.of(), codec.encodeArguments("f", List.of(), new Object[0], 10)))
                .isEmpty();
    }

    @Test
    void theNumberOfArgumentsMustAgree() {
        Payload one = codec.encodeArguments("Shop.total", List.of(int.class), new Object[] {1}, 1000);
        CodecCalls.refusal(() -> codec.decodeArguments("Shop.total", List.of(int.class, int.class), one));
        CodecCalls.refusal(() -> codec.encodeArguments("Shop.total", List.of(int.class), new Object[0], 1000));
    }

    @Test
    void damagedBytesAreRefusedWhateverByteIsHit() {
        List<Type> types = List.of(int.class, String.class, long[].class);
        byte[] good = CodecCalls.bytes(
                codec.encodeArguments("Shop.total", types, new Object[] {1, "two", new long[] {3}}, 1000));
        for (int end = 0; end < good.length; end++) {
            byte[] cut = Arrays.copyOf(good, end);
            CodecCalls.refusal(() -> codec.decodeArguments("Shop.total", types, Payload.of(cut)));
        }
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        assertThat(CodecCalls.refusal(() -> codec.decodeArguments("Shop.total", types, Payload.of(longer))))
                .hasMessageContaining("too many");
        byte[] claim = good.clone();
        Arrays.fill(claim, 4, 8, (byte) 0x7F);
        assertThat(CodecCalls.refusal(() -> codec.decodeArguments("Shop.total", types, Payload.of(claim))))
                .hasMessageContaining("length");
    }

    @Test
    void trailingBytesAfterAResultAreRefused() {
        for (Object value : new Object[] {1, 2L, true, 'c', UUID.randomUUID()}) {
            byte[] bytes = calls.encode(value.getClass(), value);
            calls.refusalOfBytes(value.getClass(), Arrays.copyOf(bytes, bytes.length + 1));
        }
        calls.refusalOfBytes(String.class, new byte[] {(byte) 0xFF, 0});
        calls.refusalOfBytes(String.class, new byte[0]);
    }

    @Test
    void rawValuesNeverLoadJackson() throws Exception {
        URL classes = JacksonCodec.class.getProtectionDomain().getCodeSource().getLocation();
        URL slf4j = org.slf4j.Logger.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader withoutJackson =
                new URLClassLoader(new URL[] {classes, slf4j}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = withoutJackson.loadClass(JacksonCodec.class.getName());
            Object bare = type.getConstructor(List.class).newInstance(List.of());
            Class<?> codec = withoutJackson.loadClass(ObjectCodec.class.getName());
            Object payload = codec.getMethod("encodeResult", String.class, Type.class, Object.class, long.class)
                    .invoke(bare, "f", int[].class, new int[] {1, 2}, 1000L);
            Object back = codec.getMethod("decodeResult", String.class, Type.class, payload.getClass())
                    .invoke(bare, "f", int[].class, payload);
            assertThat((int[]) back).containsExactly(1, 2);
        }
    }
}
