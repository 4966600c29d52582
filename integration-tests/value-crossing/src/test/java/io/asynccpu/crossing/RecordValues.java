package io.asynccpu.crossing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Records of all kinds. */
final class RecordValues {

    private RecordValues() {}

    record Plain(String name, long count) implements Serializable {}

    record NotSerializable(String name) {}

    record Empty() implements Serializable {}

    /** The same if it is done twice. */
    record Lowercase(String name) implements Serializable {
        Lowercase {
            name = name.toLowerCase(Locale.ROOT);
        }
    }

    /** Another one if it is done twice. */
    record Counting(int count) implements Serializable {
        Counting {
            count = count + 1;
        }
    }

    record Quoted(String text) implements Serializable {
        Quoted {
            text = "'" + text + "'";
        }
    }

    record Doubled(List<String> names) implements Serializable {
        Doubled {
            List<String> all = new ArrayList<>(names);
            all.addAll(names);
            names = all;
        }
    }

    record DefaultForNull(String name, List<String> tags) implements Serializable {
        DefaultForNull {
            tags = tags == null ? List.of("default") : tags;
        }
    }

    record Copies(List<String> names, Set<String> tags, Map<String, Long> counts) implements Serializable {
        Copies {
            names = List.copyOf(names);
            tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
            counts = Collections.unmodifiableMap(new TreeMap<>(counts));
        }
    }

    record Refuses(int count) implements Serializable {
        Refuses {
            if (count < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    record OtherAccessor(String secret) implements Serializable {
        @Override
        public String secret() {
            return "***";
        }
    }

    record MoreConstructors(String name, int count) implements Serializable {
        MoreConstructors(String both) {
            this(both, both.length());
        }

        static MoreConstructors of(String name) {
            return new MoreConstructors(name, -1);
        }
    }

    record Creator(String name, int count) implements Serializable {
        @JsonCreator
        static Creator of(@JsonProperty("name") String name) {
            return new Creator(name, -1);
        }
    }

    record Pair<A, B>(A first, B second) implements Serializable {}

    record Numbered<T extends Comparable<T>>(int number, T value) implements Serializable {}

    record Varargs(String... names) implements Serializable {}

    record WithArray(byte[] bytes, int[][] matrix, String[] names) implements Serializable {}

    record WithOptional(Optional<String> name, Optional<Long> count) {}

    record Renamed(
            @JsonProperty("b") String a, @JsonProperty("a") String b) implements Serializable {}

    record Ignoring(String shown, @JsonIgnore String hidden) implements Serializable {}

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record LeavesOut(String name, int count, List<String> names) implements Serializable {}

    record Nested(Private inner, List<Private> more) implements Serializable {
        static Nested of(int number) {
            return new Nested(new Private(number), List.of(new Private(number + 1)));
        }

        private record Private(int number) implements Serializable {}
    }

    record Open(Object value, Map<String, Object> values) implements Serializable {}

    record Static(int number) implements Serializable {
        static int last;

        Static {
            last = number;
        }
    }

    record Equal(BigDecimal amount) implements Serializable {
        @Override
        public boolean equals(Object other) {
            return other instanceof Equal equal && equal.amount.compareTo(amount) == 0;
        }

        @Override
        public int hashCode() {
            return Objects.hash(amount.stripTrailingZeros());
        }
    }

    record Tree(String name, List<Tree> children) implements Serializable {}

    record Key(String name, Plain plain) implements Serializable, Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return name.compareTo(other.name);
        }
    }

    static List<Sample> samples() {
        Samples samples = new Samples("record");
        constructors(samples);
        components(samples);
        annotated(samples);
        return samples.list();
    }

    private static void constructors(Samples samples) {
        samples.everywhere("record", Plain.class, () -> new Plain("a", 7L))
                .add("record of nulls", Plain.class, () -> new Plain(null, 0))
                .add("record that is not serializable", NotSerializable.class, () -> new NotSerializable("a"))
                .add("record without components", Empty.class, Empty::new)
                .add("record that lowers", Lowercase.class, () -> new Lowercase("ABC"))
                .add("record that counts", Counting.class, () -> new Counting(1))
                .add("record that quotes", Quoted.class, () -> new Quoted("a"))
                .add("record that doubles", Doubled.class, () -> new Doubled(List.of("a")))
                .add("record with a default for null", DefaultForNull.class, () -> new DefaultForNull("a", null))
                .add(
                        "record that copies",
                        Copies.class,
                        () -> new Copies(
                                new ArrayList<>(List.of("b", "a")),
                                new LinkedHashSet<>(List.of("z", "a")),
                                Map.of("a", 1L)))
                .add("record that refuses", Refuses.class, () -> new Refuses(7))
                .add("record with another accessor", OtherAccessor.class, () -> new OtherAccessor("secret"))
                .add("record with more constructors", MoreConstructors.class, () -> new MoreConstructors("a", 7))
                .add("record with a lossy creator", Creator.class, () -> new Creator("a", 7))
                .add("record with a static field", Static.class, () -> new Static(7))
                .add("local record", Object.class, () -> {
                    record Local(int number) implements Serializable {}
                    return new Local(7);
                });
    }

    private static void components(Samples samples) {
        samples.add(
                        "generic record",
                        new TypeOf<Pair<Long, List<Short>>>() {},
                        () -> new Pair<>(1L, List.of((short) 2)))
                .add(
                        "generic record, nested",
                        new TypeOf<Pair<Pair<Byte, Character>, Map<Short, Pair<Long, Float>>>>() {},
                        () -> new Pair<>(new Pair<>((byte) 1, 'x'), Map.of((short) 2, new Pair<>(3L, 4f))))
                .add("generic record, raw", Pair.class, () -> new Pair<>(1L, (short) 2))
                .add("generic record of ?", new TypeOf<Pair<?, ? extends Number>>() {}, () -> new Pair<>('c', (byte) 2))
                .add("generic record with a bound", new TypeOf<Numbered<Long>>() {}, () -> new Numbered<>(1, 7L))
                .add(
                        "list of generic records",
                        new TypeOf<List<Pair<String, Long>>>() {},
                        () -> List.of(new Pair<>("a", 1L)))
                .add("record of varargs", Varargs.class, () -> new Varargs("a", null))
                .add(
                        "record with arrays",
                        WithArray.class,
                        () -> new WithArray(new byte[] {1}, new int[][] {{1}, null}, new String[] {"a", null}))
                .add(
                        "record with Optionals",
                        WithOptional.class,
                        () -> new WithOptional(Optional.of("a"), Optional.empty()))
                .add("record with an Optional that is null", WithOptional.class, () -> new WithOptional(null, null))
                .add("record with private types", Nested.class, () -> Nested.of(7))
                .add("record of Object", Open.class, () -> new Open(7L, Collections.singletonMap("a", (short) 1)))
                .add("record of Object that holds a record", Open.class, () -> new Open(new Plain("a", 1), Map.of()))
                .add("record with an equality of its own", Equal.class, () -> new Equal(new BigDecimal("1.00")))
                .add(
                        "record tree",
                        Tree.class,
                        () -> new Tree("a", List.of(new Tree("b", List.of()), new Tree("c", null))))
                .add(
                        "records as keys, sorted",
                        new TypeOf<TreeMap<Key, Long>>() {},
                        () -> new TreeMap<>(Map.of(new Key("a", new Plain("p", 1)), 1L, new Key("b", null), 2L)))
                .add(
                        "records in a set",
                        new TypeOf<Set<Plain>>() {},
                        () -> Set.of(new Plain("a", 1), new Plain("b", 2)))
                .add("records in an array", Plain[].class, () -> new Plain[] {new Plain("a", 1), null})
                .add(
                        "records with nulls in a list",
                        new TypeOf<List<Plain>>() {},
                        () -> Arrays.asList(null, new Plain("a", 1)));
    }

    private static void annotated(Samples samples) {
        samples.add("record with swapped names", Renamed.class, () -> new Renamed("a", "b"))
                .add("record that ignores", Ignoring.class, () -> new Ignoring("a", "b"))
                .add("record that leaves out defaults", LeavesOut.class, () -> new LeavesOut("", 0, List.of()));
    }
}
