package io.asynccpu.crossing;

import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What a codec's short cuts take for something else, and what has no good order to be built in. */
final class NastyValues {

    private NastyValues() {}

    /** The types of its fields never end. */
    static class Growing<T> implements Serializable {
        public T value;
        public Growing<List<T>> next;
    }

    static class SelfBound<S extends SelfBound<S>> implements Serializable {
        public S same;
    }

    static class Bound extends SelfBound<Bound> {
        public int number;
    }

    static class Iterated implements Iterable<String>, Serializable {
        public String title = "none";
        private final List<String> lines = new ArrayList<>();

        @Override
        public Iterator<String> iterator() {
            return lines.iterator();
        }
    }

    static class OwnNumber extends Number {
        private final long cents;

        OwnNumber(long cents) {
            this.cents = cents;
        }

        @Override
        public int intValue() {
            return (int) cents / 100;
        }

        @Override
        public long longValue() {
            return cents / 100;
        }

        @Override
        public float floatValue() {
            return cents / 100f;
        }

        @Override
        public double doubleValue() {
            return cents / 100.0;
        }
    }

    static class OwnText implements CharSequence, Serializable {
        private final String text;
        private final int offset;

        OwnText(String text, int offset) {
            this.text = text;
            this.offset = offset;
        }

        @Override
        public int length() {
            return text.length() - offset;
        }

        @Override
        public char charAt(int index) {
            return text.charAt(offset + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(offset + start, offset + end);
        }

        @Override
        public String toString() {
            return text.substring(offset);
        }
    }

    static class OwnEntry implements Map.Entry<String, Long>, Serializable {
        private final String key;
        private final int more;

        OwnEntry(String key, int more) {
            this.more = more;
            this.key = key;
        }

        @Override
        public String getKey() {
            return key;
        }

        @Override
        public Long getValue() {
            return 1L + more;
        }

        @Override
        public Long setValue(Long value) {
            throw new UnsupportedOperationException();
        }
    }

    static class OwnDate extends Date {
        public String zone = "none";
    }

    static class OwnReference extends AtomicReference<String> {
        public String name = "none";
    }

    static class OwnSupplier implements Supplier<String>, Serializable {
        public String text = "none";

        @Override
        public String get() {
            return text;
        }
    }

    /** Fields of types that never cross, which hold nothing. */
    static class Unused implements Serializable {
        public String name = "none";
        public Thread thread;
        public InputStream stream;
        public Class<?> type;
        public Runnable code;
    }

    static class SortedByOwner implements Serializable {
        final TreeSet<String> words = new TreeSet<>(new Order());
        final PriorityQueue<String> queue = new PriorityQueue<>(new Order());
        boolean backwards = true;

        class Order implements Comparator<String>, Serializable {
            @Override
            public int compare(String one, String other) {
                return backwards ? other.compareTo(one) : one.compareTo(other);
            }
        }
    }

    record Held(String name, Holder holder) implements Serializable {}

    static class Holder implements Serializable {
        public Held held;
        public List<Held> more = new ArrayList<>();
    }

    record HeldInArray(Object[] array) implements Serializable {}

    static class Shared implements Serializable {
        public List<String> list;
        public Collection<?> collection;
        public Object object;
        public long[] numbers;
        public Object sameNumbers;
        public Serializable serializable;
    }

    sealed interface Item extends Serializable permits First.Part, Second.Part, Basic {}

    static final class First {
        record Part(int number) implements Item {}
    }

    static final class Second {
        record Part(int number) implements Item {}
    }

    enum Basic implements Item {
        PLAIN,
        WITH_BODY {
            @Override
            public String toString() {
                return "body";
            }
        }
    }

    sealed interface Either<L, R> extends Serializable {
        record Left<L, R>(L value) implements Either<L, R> {}

        record Right<L, R>(R value) implements Either<L, R> {}
    }

    /** The types of whose parameters are what is asked for. */
    static <T extends Comparable<T>, U> void method(T variable, U[] array, List<? super Integer> lower, Record any) {}

    static List<Sample> samples() {
        Samples samples = new Samples("nasty");
        disguised(samples);
        types(samples);
        built(samples);
        return samples.list();
    }

    private static void disguised(Samples samples) {
        samples.add("bean that can be iterated", Iterated.class, () -> {
                    Iterated iterated = new Iterated();
                    iterated.title = "a";
                    iterated.lines.add("b");
                    return iterated;
                })
                .everywhere("bean that is a Number", OwnNumber.class, () -> new OwnNumber(150))
                .add("bean that is a Number, as Number", Number.class, () -> new OwnNumber(150))
                .everywhere("bean that is a CharSequence", OwnText.class, () -> new OwnText("abc", 1))
                .add("bean that is a CharSequence, as that", CharSequence.class, () -> new OwnText("abc", 1))
                .add("bean that is an entry", new TypeOf<Map.Entry<String, Long>>() {}, () -> new OwnEntry("a", 7))
                .everywhere("bean that is a Date", OwnDate.class, () -> {
                    OwnDate date = new OwnDate();
                    date.setTime(7);
                    date.zone = "a";
                    return date;
                })
                .add("bean that is an AtomicReference", OwnReference.class, () -> {
                    OwnReference reference = new OwnReference();
                    reference.name = "a";
                    reference.set("b");
                    return reference;
                })
                .add("bean that is a function", OwnSupplier.class, OwnSupplier::new)
                .add("fields of resources that hold none", Unused.class, Unused::new)
                .add("sealed, two of one simple name, first", Item.class, () -> new First.Part(1))
                .add("sealed, two of one simple name, second", Item.class, () -> new Second.Part(1))
                .add("sealed, an enum", Item.class, () -> Basic.PLAIN)
                .add("sealed, an enum with a body", Item.class, () -> Basic.WITH_BODY)
                .add(
                        "sealed, all in a list",
                        new TypeOf<List<Item>>() {},
                        () -> List.of(Basic.WITH_BODY, new Second.Part(1), new First.Part(1), Basic.PLAIN))
                .add(
                        "sealed and generic",
                        new TypeOf<Either<Long, List<Short>>>() {},
                        () -> new Either.Right<>(List.of((short) 1)))
                .add(
                        "sealed and generic, the other",
                        new TypeOf<Either<Long, List<Short>>>() {},
                        () -> new Either.Left<>(1L));
    }

    private static void types(Samples samples) {
        samples.add("type that grows for ever", new TypeOf<Growing<Long>>() {}, () -> {
                    Growing<Long> growing = new Growing<>();
                    growing.value = 1L;
                    growing.next = new Growing<>();
                    growing.next.value = List.of(2L);
                    return growing;
                })
                .add("type bound by itself", Bound.class, () -> {
                    Bound bound = new Bound();
                    bound.number = 7;
                    bound.same = bound;
                    return bound;
                })
                .add("type variable", method(0), () -> 7L)
                .add("array of a type variable", method(1), () -> new Long[] {7L})
                .add("list of ? super Integer", method(2), () -> new ArrayList<>(List.of(7L, 7)))
                .add("Record", method(3), () -> new RecordValues.Plain("a", 1))
                .add("null for a record", RecordValues.Plain.class, () -> null)
                .add("null for a list", new TypeOf<List<String>>() {}, () -> null)
                .add("null for a sealed interface", Item.class, () -> null);
    }

    private static TypeOf<Object> method(int parameter) {
        for (Method method : NastyValues.class.getDeclaredMethods()) {
            if (method.getName().equals("method") && method.getParameterCount() == 4) {
                return new TypeOf<>(method.getGenericParameterTypes()[parameter]);
            }
        }
        throw new IllegalStateException();
    }

    private static void built(Samples samples) {
        samples.add("sorted set whose order its owner decides", SortedByOwner.class, () -> {
                    SortedByOwner owner = new SortedByOwner();
                    owner.words.addAll(List.of("a", "b", "c"));
                    owner.queue.addAll(List.of("a", "b", "c"));
                    return owner;
                })
                .add("bean and record that refer to each other", Holder.class, NastyValues::holder)
                .add("record and bean that refer to each other", Held.class, () -> holder().held)
                .add("records and a bean that refer to each other", new TypeOf<List<Held>>() {}, () -> {
                    Holder holder = holder();
                    holder.more.addAll(List.of(holder.held, new Held("b", holder)));
                    return List.copyOf(holder.more);
                })
                .add("record in its own array", HeldInArray.class, () -> {
                    Object[] array = new Object[1];
                    HeldInArray held = new HeldInArray(array);
                    array[0] = held;
                    return held;
                })
                .add("one object under several types", Shared.class, () -> {
                    Shared shared = new Shared();
                    shared.list = new ArrayList<>(List.of("a"));
                    shared.collection = shared.list;
                    shared.object = shared.list;
                    shared.numbers = new long[] {1, 2};
                    shared.sameNumbers = shared.numbers;
                    return shared;
                })
                .add("bean in its own open field", Shared.class, () -> {
                    Shared shared = new Shared();
                    shared.serializable = shared;
                    return shared;
                })
                .add("map in the field of its own key", new TypeOf<Map<Shared, Object>>() {}, () -> {
                    Shared key = new Shared();
                    Map<Shared, Object> map = new LinkedHashMap<>();
                    key.object = map;
                    map.put(key, map);
                    return map;
                });
    }

    private static Holder holder() {
        Holder holder = new Holder();
        holder.held = new Held("a", holder);
        return holder;
    }
}
