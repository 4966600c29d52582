package io.asynccpu.internal.codec.java;

import static io.asynccpu.internal.codec.CodecCalls.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.codec.CodecCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;

class JavaCodecTests {

    private final JavaCodec codec = new JavaCodec(JavaCodecTests.class.getClassLoader());
    private final CodecCalls calls = new CodecCalls(codec);

    record Price(BigDecimal amount, Currency currency) implements Serializable {}

    enum Currency {
        EUR,
        USD {
            @Override
            public String toString() {
                return "dollar";
            }
        }
    }

    static class Base implements Serializable {
        final Price price = new Price(new BigDecimal("1.10"), Currency.USD);
    }

    static class Order extends Base {
        final List<Line> lines = new ArrayList<>(List.of(new Line("a")));
        final Map<Currency, Set<Price>> byCurrency = new EnumMap<>(Map.of(Currency.EUR, Set.of(price)));
    }

    record Line(String text) implements Serializable {}

    sealed interface Shape extends Serializable permits Circle {}

    record Circle(double radius) implements Shape {}

    record Undeclared(int x) implements Serializable {}

    static class Gadget implements Serializable {
        static boolean ran;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            ran = true;
        }
    }

    static class Broken implements Serializable {
        final Map<String, List<Object>> things = new HashMap<>();
    }

    @BeforeEach
    void resetGadget() {
        Gadget.ran = false;
    }

    /** What a hostile child sends: any object, whatever the signature says. */
    private byte[] forged(Object value) {
        byte[] argument = CodecCalls.bytes(codec.encodeArguments(
                "Shop.total", List.of(Serializable.class), new Object[] {value}, CodecCalls.LIMIT));
        Gadget.ran = false;
        // Without the count of the arguments and the length of this one.
        return Arrays.copyOfRange(argument, 2 * Integer.BYTES, argument.length);
    }

    @Test
    void declaredTypesAndPlainDataComeBack() {
        Order order = calls.asResult(Order.class, new Order());
        assertThat(order).usingRecursiveComparison().isEqualTo(new Order());
        assertThat(calls.asResult(Shape.class, (Shape) new Circle(1))).isEqualTo(new Circle(1));
        Type type = type(new TypeReference<Map<Line, List<? extends Price>>>() {});
        Map<Line, List<Price>> map = Map.of(new Line("a"), List.of(new Price(BigDecimal.ONE, Currency.EUR)));
        assertThat(calls.asResult(type, map)).isEqualTo(map);
        assertThat(calls.asResult(Line[][].class, new Line[][] {{new Line("a")}})[0][0])
                .isEqualTo(new Line("a"));
    }

    @Test
    void theUsualCollectionsOfPlainDataComeBackWhereverTheyStand() {
        for (Object value : List.of(
                List.of(),
                List.of(1, "a", 2L),
                new ArrayList<>(List.of(1)),
                Arrays.asList(1, 2),
                Collections.singletonList(1),
                Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1.5))),
                Set.of(1, 2, 3),
                new HashSet<>(Set.of('c')),
                EnumSet.of(TimeUnit.DAYS),
                Map.of("k", Instant.now(), "l", ZonedDateTime.now(ZoneId.of("Europe/Berlin"))),
                new ConcurrentHashMap<>(Map.of(1, 2)),
                Map.entry(1, 2).getKey())) {
            assertThat(calls.asResult(Object.class, value)).isEqualTo(value);
            assertThat(calls.asResult(Serializable.class, (Serializable) value)).isEqualTo(value);
        }
    }

    @Test
    void manyEntriesPassTheLimitForArrays() {
        Map<Integer, Boolean> map = new HashMap<>();
        List<Object> nulls = new ArrayList<>(Collections.nCopies(100_000, null));
        for (int i = 0; i < 100_000; i++) {
            map.put(i, true);
        }
        assertThat(calls.asResult(Map.class, map)).isEqualTo(map);
        assertThat(calls.asResult(List.class, nulls)).isEqualTo(nulls);
    }

    @Test
    void aGadgetFromAChildIsNamedAndNeverRuns() {
        for (Type declared : List.<Type>of(
                Line.class, Object.class, Serializable.class, List.class, type(new TypeReference<List<Line>>() {}))) {
            for (Object payload : List.of(
                    new Gadget(), new ArrayList<>(List.of(new Gadget())), Map.of(1, new Gadget()), new Gadget[] {
                        new Gadget()
                    })) {
                assertThat(calls.refusalOfBytes(declared, forged(payload))).hasMessageContaining("Gadget");
            }
        }
        assertThat(Gadget.ran).isFalse();
    }

    @Test
    void theGadgetWouldHaveRunUnfiltered() {
        calls.asArgument(Serializable.class, new Gadget());
        assertThat(Gadget.ran).isTrue();
    }

    @Test
    void undeclaredClassesProxiesAndLambdasFromAChildAreRefused() {
        assertThat(calls.refusalOfBytes(Object.class, forged(new Undeclared(1))))
                .hasMessageContaining("Undeclared")
                .hasMessageContaining("the signature does not declare");
        Comparator<Object> lambda = (Comparator<Object> & Serializable) (a, b) -> 0;
        assertThat(calls.refusalOfBytes(Object.class, forged(new TreeMap<>(lambda))))
                .hasMessageContaining("SerializedLambda");
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Callable.class}, (InvocationHandler & Serializable)
                        (self, method, arguments) -> null);
        assertThat(calls.refusalOfBytes(Object.class, forged(proxy))).hasMessageContaining("proxy");
    }

    @Test
    void anotherDeclaredClassAtTheTopIsRefused() {
        assertThat(calls.refusalOfBytes(Order.class, forged(new Line("a")))).hasMessageContaining("Line");
        assertThat(calls.refusalOfBytes(Line.class, forged(new ArrayList<>()))).hasMessageContaining("ArrayList");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void claimedLengthsAndDepthsAreRefused() {
        byte[] bytes = forged(new Integer[] {1, 2, 3});
        byte[] claim = bytes.clone();
        for (int i = 0; i < bytes.length - 4; i++) {
            if (Arrays.equals(Arrays.copyOfRange(bytes, i, i + 4), new byte[] {0, 0, 0, 3})) {
                claim[i] = 0x7F;
            }
        }
        assertThat(claim).isNotEqualTo(bytes);
        assertThat(calls.refusalOfBytes(Object.class, claim)).hasMessageContaining("which its bytes cannot hold");
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        assertThat(calls.refusalOfBytes(Object.class, forged(deep))).hasMessageContaining("deeper than 200");
    }

    @Test
    void damagedAndTrailingBytesAreRefused() {
        byte[] good = forged(new Order());
        for (int end = 0; end < good.length; end++) {
            calls.refusalOfBytes(Order.class, Arrays.copyOf(good, end));
        }
        calls.refusalOfBytes(Order.class, Arrays.copyOf(good, good.length + 1));
        byte[] text = new byte[] {(byte) 0xFE, (byte) (ObjectStreamConstants.STREAM_MAGIC >> 8), 1, 2, 3, 4};
        calls.refusalOfBytes(Order.class, text);
    }

    @Test
    void whatIsNotSerializableIsNamedWithItsPath() {
        Broken broken = new Broken();
        broken.things.put("k", List.of(1, Optional.of(2)));
        assertThat(calls.refusalOfValue(Broken.class, broken))
                .hasMessageContaining("argument 1")
                .hasMessageContaining("things[k][1]")
                .hasMessageContaining("java.util.Optional")
                .hasMessageContaining("Serializable");
    }

    @Test
    void aTooDeepGraphIsRefusedAndACycleCrosses() {
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        assertThat(calls.refusalOfValue(Object.class, deep)).hasMessageContaining("nested too deeply");
        ArrayList<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        ArrayList<Object> back = calls.asResult(ArrayList.class, cycle);
        assertThat(back.get(0)).isSameAs(back);
    }

    @Test
    void encodingStopsAtTheLimit() {
        List<byte[]> big = new ArrayList<>(Collections.nCopies(100, null));
        big.replaceAll(unused -> new byte[1_000_000]);
        assertThat(CodecCalls.refusal(() -> codec.encodeResult("Shop.total", List.class, big, 1_500_000)))
                .hasMessageContaining("1500000")
                .hasMessageContaining("asynccpu.max-payload");
    }

    @Test
    void typesThatCanNeverCrossAreRefusedAtOnce() {
        for (Type type : List.of(
                InputStream.class,
                Thread.class,
                Optional.class,
                JavaCodecTests.class,
                type(new TypeReference<List<Thread>>() {}),
                type(new TypeReference<List<JavaCodecTests>>() {}))) {
            assertThat(calls.refusalOfType(type)).hasMessageContaining("can never cross");
        }
        for (Type type : List.of(
                Order.class,
                Object.class,
                int.class,
                List.class,
                type(new TypeReference<Map<String, ? extends List<Order>>>() {}),
                Shape.class)) {
            calls.accept(type);
        }
    }

    @Test
    void argumentsMayBeOfAnySerializableClass() {
        List<Object> anything = List.of(new Undeclared(1), new Line("a"));
        assertThat(calls.asArgument(type(new TypeReference<List<?>>() {}), anything))
                .isEqualTo(anything);
    }

    @Test
    void aLongWayToTheCulpritIsToldByItsEnds() {
        Object deep = new Object();
        for (int i = 0; i < 150; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        assertThat(calls.refusalOfValue(Object.class, deep))
                .hasMessageContaining(
                        " at [0][0][0][0][0]…(140 more)…[0][0][0][0][0]: java.lang.Object does not implement");
    }
}
