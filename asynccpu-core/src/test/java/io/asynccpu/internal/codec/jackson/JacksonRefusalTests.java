package io.asynccpu.internal.codec.jackson;

import static io.asynccpu.internal.codec.CodecCalls.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.CodecCalls;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;

/** What must not cross, and that it says so at the earliest moment with the way to the culprit. */
class JacksonRefusalTests {

    private final JacksonCodec codec = new JacksonCodec(List.of());
    private final CodecCalls calls = new CodecCalls(codec);

    record Point(int x, int y) {}

    record Box<T>(String label, T content) {}

    record Holder(String name, Object anything) {}

    record Upload(String name, InputStream content) {}

    enum Color {
        RED
    }

    interface Animal {
        String name();
    }

    static class Dog {
        public String name = "";
    }

    static class Puppy extends Dog {
        public int weeks;
    }

    record Kennel(List<Dog> dogs) {}

    static class Node {
        public String name = "";
        public Node next;
        public List<Node> others = new ArrayList<>();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClass {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
    static class ByMinimalClass {
        public int x;
    }

    record HoldsByClass(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {}

    static List<Type> neverCrossing() {
        return List.of(
                InputStream.class,
                OutputStream.class,
                Reader.class,
                type(new TypeReference<Stream<String>>() {}),
                Thread.class,
                ReentrantLock.class,
                Connection.class,
                Runnable.class,
                type(new TypeReference<Callable<String>>() {}),
                type(new TypeReference<Supplier<String>>() {}),
                type(new TypeReference<CompletableFuture<String>>() {}),
                type(new TypeReference<Class<?>>() {}),
                type(new TypeReference<List<InputStream>>() {}),
                type(new TypeReference<Map<String, Optional<Thread>>>() {}),
                type(new TypeReference<Box<Box<Runnable>>>() {}),
                InputStream[].class,
                Upload.class,
                Animal.class,
                type(new TypeReference<List<? extends Animal>>() {}),
                ByClass.class,
                type(new TypeReference<List<ByClass>>() {}));
    }

    @ParameterizedTest
    @MethodSource("neverCrossing")
    void aTypeThatCanNeverCrossIsRefusedBeforeAnyValue(Type type) {
        assertThat(calls.refusalOfType(type))
                .hasMessageContaining("parameter 'order'")
                .hasMessageContaining(type.getTypeName())
                .hasMessageContaining("can never cross");
    }

    @Test
    void theRefusalOfATypeHoldsThePath() {
        assertThat(calls.refusalOfType(type(new TypeReference<Map<String, List<Upload>>>() {})))
                .hasMessageContaining(" at [][].content: ");
    }

    @Test
    void openAndOrdinaryTypesAreAccepted() {
        calls.accept(Object.class);
        calls.accept(type(new TypeReference<Map<String, Object>>() {}));
        calls.accept(type(new TypeReference<List<?>>() {}));
        calls.accept(List.class);
        calls.accept(Holder.class);
        calls.accept(Node.class);
        calls.accept(void.class);
        calls.accept(type(new TypeReference<Box<Point[]>>() {}));
        calls.accept(Number.class);
    }

    static List<Object> naturalValues() {
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("null", null);
        nested.put("int", 1);
        nested.put("long", 1L);
        nested.put("list", List.of(1L, Set.of("a"), Map.of("k", 2L), List.of()));
        return List.of(
                true,
                1,
                1L,
                1.5d,
                1.5f,
                (short) 1,
                "text",
                BigInteger.TEN,
                new BigDecimal("1.10"),
                Instant.parse("2026-01-02T03:04:05.123456789Z"),
                new byte[] {1},
                new long[] {1},
                nested,
                new TreeMap<>(Map.of("b", 1L, "a", 2)),
                Set.of(1L, 2, "3"));
    }

    @ParameterizedTest
    @MethodSource("naturalValues")
    void plainValuesComeBackAsTheyWereWhereTheTypeIsOpen(Object value) {
        for (Type type : List.<Type>of(
                type(new TypeReference<List<Object>>() {}),
                type(new TypeReference<List<?>>() {}),
                (Type) List.class,
                type(new TypeReference<Object>() {}))) {
            List<Object> back = calls.asResult(type, List.of(value));
            assertThat(back.get(0)).isEqualTo(value);
            assertThat(back.get(0) instanceof Number).isEqualTo(value instanceof Number);
        }
        Holder back = calls.asArgument(Holder.class, new Holder("h", value));
        assertThat(back.anything()).isEqualTo(value);
        Map<String, Object> map = calls.asResult(type(new TypeReference<Map<String, Object>>() {}), Map.of("k", value));
        assertThat(map.get("k")).isEqualTo(value);
        Box<?> box = calls.asResult(Box.class, new Box<>("raw", value));
        assertThat(box.content()).isEqualTo(value);
        Object bare = calls.asResult(Object.class, value);
        assertThat(bare).isEqualTo(value);
    }

    static List<Object> unnaturalValues() {
        return List.of(
                new Point(1, 2),
                new Dog(),
                Color.RED,
                Optional.of(new Point(1, 2)),
                new Object[] {new Point(1, 2)},
                new Point[] {new Point(1, 2)},
                Map.of("k", List.of(new AtomicReference<>(new Point(1, 2)))),
                EnumSet.of(Color.RED),
                new ArrayList<>(List.of(new Point(1, 2))),
                new Prices(),
                Map.of("k", new Point(1, 2)));
    }

    static class Prices extends ArrayList<Long> {
        Prices() {
            add(1L);
        }
    }

    @ParameterizedTest
    @MethodSource("unnaturalValues")
    void allElseIsRefusedWhereTheTypeIsOpen(Object value) {
        assertThat(calls.refusalOfResult(Object.class, value)).hasMessageContaining("declare");
        assertThat(calls.refusalOfResult(type(new TypeReference<List<Object>>() {}), List.of(1, value)))
                .hasMessageContaining(" at [1]")
                .hasMessageContaining("declare");
        assertThat(calls.refusalOfResult(Holder.class, new Holder("h", value)))
                .hasMessageContaining(" at anything")
                .hasMessageContaining("declare");
        assertThat(calls.refusalOfResult(Map.class, Map.of("k", value))).hasMessageContaining("declare");
        assertThat(calls.refusalOfResult(Box.class, new Box<>("b", value))).hasMessageContaining(" at content");
    }

    @Test
    void aChildCannotNameAClassWhereTheTypeIsOpen() {
        byte[] bytes = calls.encode(
                type(new TypeReference<List<List<String>>>() {}), List.of(List.of("java.lang.ProcessBuilder", "/")));
        assertThat(calls.refusalOfBytes(type(new TypeReference<List<Object>>() {}), bytes))
                .hasMessageContaining("java.lang.ProcessBuilder");
        byte[] list = calls.encode(type(new TypeReference<List<List<Object>>>() {}), List.of(List.of("List", "x")));
        calls.refusalOfBytes(type(new TypeReference<List<Number>>() {}), list);
    }

    @Test
    void aChildCannotSendASubclassThatNobodyAnnounced() {
        Puppy puppy = new Puppy();
        assertThat(calls.refusalOfResult(Dog.class, puppy))
                .hasMessageContaining("Puppy")
                .hasMessageContaining("@JsonTypeInfo");
        assertThat(calls.refusalOfResult(Kennel.class, new Kennel(List.of(new Dog(), puppy))))
                .hasMessageContaining(" at dogs[1]");
        assertThat(calls.refusalOfResult(
                        type(new TypeReference<Map<Point, Optional<Dog>>>() {}),
                        Map.of(new Point(1, 2), Optional.of(puppy))))
                .hasMessageContaining("Puppy");
        assertThat(calls.refusalOfResult(Dog[].class, new Dog[] {puppy})).hasMessageContaining(" at [0]");
        Kennel kept = calls.asResult(Kennel.class, new Kennel(List.of(new Dog())));
        assertThat(kept.dogs()).hasSize(1);
    }

    @Test
    void tooDeepGraphsAreRefused() {
        Node deep = new Node();
        for (int i = 0; i < 100_000; i++) {
            Node outer = new Node();
            outer.next = deep;
            deep = outer;
        }
        assertThat(calls.refusalOfValue(Node.class, deep))
                .hasMessageContaining("nested more than")
                .hasMessageContaining("at next.next.next.next.next…(490 more)…next.next.next.next.next: ");
    }

    static final class Untyped extends ValueSerializer<Object> {

        @Override
        public void serialize(Object value, JsonGenerator out, SerializationContext context) {
            context.writeValue(out, value);
        }
    }

    record OwnWords(@JsonSerialize(using = Untyped.class) Object tree) {}

    @Test
    void aLongWayToTheCulpritIsToldByItsEnds() {
        Object list = "leaf";
        Object map = list;
        Object keyed = list;
        for (int i = 0; i < 600; i++) {
            list = new ArrayList<>(Collections.singletonList(list));
            map = new LinkedHashMap<>(Map.of("next", map));
            keyed = new LinkedHashMap<>(Map.of("k".repeat(10_000), keyed));
        }
        for (Object deep : List.of(list, map, keyed)) {
            for (TaskNotSerializableException refusal : List.of(
                    calls.refusalOfValue(Object.class, deep),
                    calls.refusalOfResult(Object.class, deep),
                    calls.refusalOfValue(OwnWords.class, new OwnWords(deep)))) {
                assertThat(refusal.getMessage().length()).isLessThan(1_500);
                assertThat(refusal).hasMessageContaining(" more)…");
            }
        }
    }

    @Test
    void hostileNestingIsRefused() {
        byte[] bytes = new byte[1_000_000];
        java.util.Arrays.fill(bytes, (byte) 0xF8);
        System.arraycopy(new byte[] {(byte) 0xFE, ':', ')', '\n', 4}, 0, bytes, 0, 5);
        for (Type type : List.of(
                Node.class, Holder.class, type(new TypeReference<List<Object>>() {}), List.class, Object.class)) {
            calls.refusalOfBytes(type, bytes);
        }
    }

    @Test
    void aThreadOrLambdaInAValueIsRefused() {
        calls.refusalOfValue(Object.class, Thread.currentThread());
        calls.refusalOfValue(Object.class, (Runnable) () -> {});
        calls.refusalOfValue(Holder.class, new Holder("h", Stream.of(1)));
        calls.refusalOfValue(Holder.class, new Holder("h", InputStream.nullInputStream()));
    }

    @Test
    void encodingStopsAtTheLimit() {
        List<String> endless = Collections.nCopies(Integer.MAX_VALUE, "abcdefgh");
        TaskNotSerializableException refusal = CodecCalls.refusal(
                () -> codec.encodeResult("Shop.total", type(new TypeReference<List<String>>() {}), endless, 100_000));
        assertThat(refusal).hasMessageContaining("100000").hasMessageContaining("asynccpu.max-payload");
    }

    @Test
    void aWrongClassForTheDeclaredTypeIsRefused() {
        calls.refusalOfValue(Point.class, "no point");
        calls.refusalOfValue(type(new TypeReference<List<Point>>() {}), Map.of());
    }
}
