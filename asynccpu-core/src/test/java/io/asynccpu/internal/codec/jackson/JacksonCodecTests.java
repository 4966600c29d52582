package io.asynccpu.internal.codec.jackson;

import static io.asynccpu.internal.codec.CodecCalls.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.asynccpu.internal.codec.CodecCalls;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;

class JacksonCodecTests {

    private final CodecCalls calls = new CodecCalls(new JacksonCodec(List.of()));

    record Line(String article, int count, BigDecimal price) {}

    record Order(UUID id, Instant placed, List<Line> lines, Optional<String> note, Set<TimeUnit> units) {}

    record Pair<A, B>(A first, B second) {}

    record Point(int x, int y) {}

    record Name(String text) {}

    record Exact(float f, short s, byte b, char c, Float boxed, BigDecimal decimal, BigInteger integer, byte[] bytes) {}

    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "grass";
            }
        }
    }

    static class Account {
        private String owner = "";
        private long cents;

        public String getOwner() {
            return owner;
        }

        public void setOwner(String owner) {
            this.owner = owner;
        }

        public long getCents() {
            return cents;
        }

        public void setCents(long cents) {
            this.cents = cents;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Account a && a.owner.equals(owner) && a.cents == cents;
        }

        @Override
        public int hashCode() {
            return Objects.hash(owner, cents);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Circle.class), @JsonSubTypes.Type(Square.class)})
    sealed interface Shape permits Circle, Square {}

    @JsonTypeName("circle")
    record Circle(double radius) implements Shape {}

    @JsonTypeName("square")
    record Square(double side) implements Shape {}

    private <T> void crosses(TypeReference<T> type, T value) {
        crosses(type.getType(), value);
    }

    private void crosses(Type type, Object value) {
        calls.accept(type);
        assertThat(calls.asArgument(type, value)).isEqualTo(value);
        assertThat(calls.asResult(type, value)).isEqualTo(value);
    }

    @Test
    void recordsCrossWithAllThatTheyHold() {
        Order order = new Order(
                UUID.randomUUID(),
                Instant.parse("2026-01-02T03:04:05.123456789Z"),
                List.of(new Line("a", 1, new BigDecimal("1.10")), new Line("b", 2, new BigDecimal("1E+3"))),
                Optional.of("fast"),
                Set.of(TimeUnit.DAYS));
        crosses(Order.class, order);
        crosses(new TypeReference<List<Order>>() {}, List.of(order));
        crosses(Order.class, new Order(null, null, null, Optional.empty(), Set.of()));
    }

    @Test
    void genericAndNestedRecordsKeepTheirTypeArguments() {
        crosses(
                new TypeReference<Pair<Pair<Point, List<Name>>, Map<Point, Long>>>() {},
                new Pair<>(new Pair<>(new Point(1, 2), List.of(new Name("x"))), Map.of(new Point(3, 4), 5L)));
    }

    @Test
    void optionalsCross() {
        crosses(new TypeReference<Optional<Point>>() {}, Optional.of(new Point(1, 2)));
        crosses(new TypeReference<Optional<Point>>() {}, Optional.empty());
        crosses(OptionalInt.class, OptionalInt.of(3));
    }

    @Test
    void timesComeBackExactly() {
        crosses(Instant.class, Instant.parse("2026-01-02T03:04:05.123456789Z"));
        crosses(Instant.class, Instant.MAX);
        crosses(LocalDate.class, LocalDate.MIN);
        crosses(Duration.class, Duration.ofSeconds(-1, 1));
        crosses(OffsetDateTime.class, OffsetDateTime.parse("2026-01-02T03:04:05.000000001+05:30"));
        crosses(ZonedDateTime.class, ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 1, ZoneId.of("Europe/Berlin")));
        crosses(
                ZonedDateTime.class,
                ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 1, ZoneId.of("Europe/Berlin"))
                        .withLaterOffsetAtOverlap());
        crosses(ZoneId.class, ZoneId.of("Europe/Berlin"));
    }

    @Test
    void numbersInDeclaredPlacesComeBackExactly() {
        Exact value = new Exact(
                0.1f,
                (short) -1,
                (byte) -1,
                'ß',
                Float.MIN_VALUE,
                new BigDecimal("0.10"),
                BigInteger.TWO.pow(9000),
                new byte[] {1, -1});
        assertThat(calls.asResult(Exact.class, value))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(value);
        crosses(new TypeReference<List<Long>>() {}, List.of(1L, Long.MAX_VALUE));
        crosses(new TypeReference<List<Float>>() {}, List.of(0.1f));
        crosses(new TypeReference<List<BigDecimal>>() {}, List.of(new BigDecimal("0.10")));
    }

    @Test
    void enumsCross() {
        crosses(Color.class, Color.RED);
        crosses(Color.class, Color.GREEN);
        crosses(new TypeReference<EnumMap<Color, Integer>>() {}, new EnumMap<>(Map.of(Color.GREEN, 1)));
    }

    @Test
    void mapsWithAnyKeysCross() {
        crosses(new TypeReference<Map<Integer, String>>() {}, Map.of(1, "a"));
        crosses(new TypeReference<Map<Color, String>>() {}, Map.of(Color.GREEN, "a"));
        crosses(new TypeReference<Map<UUID, String>>() {}, Map.of(UUID.randomUUID(), "a"));
        crosses(
                new TypeReference<Map<Instant, String>>() {},
                Map.of(Instant.parse("2026-01-02T03:04:05.123456789Z"), "a"));
        crosses(new TypeReference<Map<Float, String>>() {}, Map.of(0.1f, "a"));
        crosses(new TypeReference<Map<Point, Name>>() {}, Map.of(new Point(1, 2), new Name("a")));
        crosses(
                new TypeReference<Map<Pair<Point, Long>, Shape>>() {},
                Map.of(new Pair<>(new Point(1, 2), 3L), new Circle(1)));
        crosses(new TypeReference<Map<Shape, Object>>() {}, Map.of(new Circle(1), 5L));
        crosses(
                new TypeReference<List<Optional<Map<List<Point>, Point>>>>() {},
                List.of(Optional.of(Map.of(List.of(new Point(1, 2)), new Point(3, 4)))));
    }

    @Test
    void aKeyThatIsARecordOfOneStringIsNotMixedUpWithItsText() {
        crosses(new TypeReference<Map<Name, Integer>>() {}, Map.of(new Name("a"), 1));
    }

    @Test
    void sortedMapsAndNullsInMapsCross() {
        SortedMap<LocalDate, Integer> sorted = new TreeMap<>(Map.of(LocalDate.EPOCH, 1));
        assertThat(calls.asResult(type(new TypeReference<SortedMap<LocalDate, Integer>>() {}), sorted))
                .isInstanceOf(TreeMap.class)
                .isEqualTo(sorted);
        Map<Point, Integer> withNulls = new LinkedHashMap<>();
        withNulls.put(null, 1);
        withNulls.put(new Point(1, 2), null);
        crosses(new TypeReference<Map<Point, Integer>>() {}, withNulls);
    }

    @Test
    void arraysOfObjectsCross() {
        Point[][] points = {{new Point(1, 2)}, {}};
        assertThat(calls.asResult(Point[][].class, points)).isDeepEqualTo(points);
        assertThat(calls.asResult(String[].class, new String[] {"a", null})).containsExactly("a", null);
        crosses(new TypeReference<List<byte[]>>() {}.getType(), List.of());
    }

    @Test
    void beansCross() {
        Account account = new Account();
        account.setOwner("me");
        account.setCents(5);
        crosses(Account.class, account);
        crosses(new TypeReference<Map<String, List<Account>>>() {}, Map.of("a", List.of(account)));
    }

    @Test
    void annotatedSubtypesCross() {
        crosses(Shape.class, new Circle(1));
        crosses(new TypeReference<List<Shape>>() {}, List.of(new Circle(1), new Square(2)));
        crosses(new TypeReference<List<? extends Shape>>() {}, List.of(new Circle(1), new Square(2)));
    }

    static class Animal {
        public String name = "";
    }

    static class Dog extends Animal {
        public int age;
    }

    static class Farm {
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
        @JsonSubTypes(@JsonSubTypes.Type(value = Dog.class, name = "dog"))
        public List<Animal> animals = List.of();

        @JsonSerialize(using = SecondsSerializer.class)
        @JsonDeserialize(using = SecondsDeserializer.class)
        public Object span = Duration.ZERO;
    }

    static class SecondsSerializer extends ValueSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator out, SerializationContext context) {
            out.writeNumber(value.toSeconds());
        }

        @Override
        public void serializeWithType(
                Duration value, JsonGenerator out, SerializationContext context, TypeSerializer typer) {
            serialize(value, out, context);
        }
    }

    static class SecondsDeserializer extends ValueDeserializer<Object> {
        @Override
        public Object deserialize(JsonParser in, DeserializationContext context) {
            return Duration.ofSeconds(in.getLongValue());
        }

        @Override
        public Object deserializeWithType(JsonParser in, DeserializationContext context, TypeDeserializer typer) {
            return deserialize(in, context);
        }
    }

    @Test
    void annotationsOfAPropertyCount() {
        Dog dog = new Dog();
        dog.age = 3;
        Farm farm = new Farm();
        farm.animals = List.of(dog);
        farm.span = Duration.ofMinutes(2);
        calls.accept(Farm.class);
        Farm back = calls.asResult(Farm.class, farm);
        assertThat(back.animals.get(0))
                .isInstanceOfSatisfying(Dog.class, it -> assertThat(it.age).isEqualTo(3));
        assertThat(back.span).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void hugeTextsAndNumbersCross() {
        crosses(new TypeReference<List<String>>() {}, List.of("x".repeat(25_000_000)));
        crosses(new TypeReference<Map<String, Integer>>() {}, Map.of("k".repeat(200_000), 1));
    }

    @Test
    void theApplicationsModulesCount() {
        SimpleModule module = new SimpleModule("money");
        module.addSerializer(Money.class, new ValueSerializer<>() {
            @Override
            public void serialize(Money value, JsonGenerator out, SerializationContext context) {
                out.writeString(value.text);
            }
        });
        module.addDeserializer(Money.class, new ValueDeserializer<>() {
            @Override
            public Money deserialize(JsonParser in, DeserializationContext context) {
                return new Money(in.getString());
            }
        });
        CodecCalls withModule = new CodecCalls(new JacksonCodec(List.of(module)));
        Type type = type(new TypeReference<Map<Money, List<Money>>>() {});
        withModule.accept(type);
        Map<Money, List<Money>> back =
                withModule.asResult(type, Map.of(new Money("1 EUR"), List.of(new Money("2 EUR"))));
        assertThat(back.keySet().iterator().next().text).isEqualTo("1 EUR");
        assertThat(back.values().iterator().next().get(0).text).isEqualTo("2 EUR");
    }

    static class Money {
        private final String text;

        private Money(String text) {
            this.text = text;
        }
    }

    @Test
    void damagedBytesOfAnObjectNeverEscapeAsSomethingElse() {
        Type type = type(new TypeReference<Map<Point, List<Order>>>() {});
        Order order = new Order(UUID.randomUUID(), Instant.now(), List.of(), Optional.of("n"), Set.of(TimeUnit.DAYS));
        byte[] good = calls.encode(type, Map.of(new Point(1, 2), List.of(order)));
        for (int end = 0; end < good.length; end++) {
            calls.refusalOfBytes(type, Arrays.copyOf(good, end));
        }
        for (int at = 0; at < good.length; at++) {
            for (int value = 0; value < 256; value += 5) {
                byte[] damaged = good.clone();
                damaged[at] = (byte) value;
                try {
                    Object back = calls.decode(type, damaged);
                    assertThat(back == null || back instanceof Map).isTrue();
                } catch (io.asynccpu.api.TaskNotSerializableException e) {
                    assertThat(e).hasMessageStartingWith("Shop.total: ");
                }
            }
        }
    }

    @Test
    void trailingValuesAreRefused() {
        byte[] one = calls.encode(Point.class, new Point(1, 2));
        byte[] more = Arrays.copyOf(one, one.length + 1);
        more[one.length] = 0x21;
        calls.refusalOfBytes(Point.class, more);
    }

    @Test
    void aClaimedLengthAllocatesNothing() {
        // Smile's header, then a raw binary value that claims two gigabytes.
        byte[] bytes = {(byte) 0xFE, ':', ')', '\n', 4, (byte) 0xFD, 0x0F, 0x7F, 0x7F, 0x7F, (byte) 0xBF};
        calls.refusalOfBytes(type(new TypeReference<List<byte[]>>() {}), bytes);
        calls.refusalOfBytes(type(new TypeReference<Optional<byte[]>>() {}), bytes);
    }

    @Test
    void aTextThatNobodyExpectsIsRefused() {
        byte[] text = "{\"x\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[text.length + 1];
        bytes[0] = (byte) 0xFE;
        System.arraycopy(text, 0, bytes, 1, text.length);
        calls.refusalOfBytes(Point.class, bytes);
    }
}
