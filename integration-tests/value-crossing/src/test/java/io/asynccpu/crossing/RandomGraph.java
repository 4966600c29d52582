package io.asynccpu.crossing;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** A type and a value of it, both by chance: nested, shared, in circles, with nulls. The same for the same seed. */
final class RandomGraph {

    static final String KIND = "random";

    private static final int DEEPEST = 4;

    private final Random random;

    /** What an earlier place of this type holds. */
    private final Map<Type, List<Object>> made = new HashMap<>();

    private int objects;

    private RandomGraph(long seed) {
        this.random = new Random(seed);
    }

    static Sample sample(long seed) {
        RandomGraph graph = new RandomGraph(seed);
        Type type = graph.type(0);
        return new Sample(KIND, Long.toString(seed), type, () -> {
            RandomGraph again = new RandomGraph(seed);
            return again.value(again.type(0), 0);
        });
    }

    /** A bean with all that one holds, that can refer to itself. */
    static class Box<T> implements Serializable {
        private final T one;
        private final List<T> many = new ArrayList<>();
        private Box<T> next;
        protected Map<String, T> named;
        private int number;

        Box(T one) {
            this.one = one;
        }

        @Override
        public String toString() {
            return "box " + number + (one == null ? "" : one.getClass()) + many.size() + (next == null);
        }
    }

    /** Hides a field of its superclass. */
    static class BigBox<T, U> extends Box<T> {
        private final U[] more;
        private List<? extends U> many;

        BigBox(T one, U[] more) {
            super(one);
            this.more = more;
        }

        @Override
        public String toString() {
            return super.toString() + Arrays.toString(more) + many;
        }
    }

    private Type type(int depth) {
        int choice = depth >= DEEPEST ? 0 : random.nextInt(12);
        return switch (choice) {
            case 1, 2 -> Samples.generic(List.class, type(depth + 1));
            case 3 -> Samples.generic(Set.class, keyType());
            case 4 -> Samples.generic(Map.class, keyType(), type(depth + 1));
            case 5 -> Samples.generic(RecordValues.Pair.class, type(depth + 1), type(depth + 1));
            case 6 -> Samples.generic(Box.class, type(depth + 1));
            case 7 -> Samples.generic(BigBox.class, type(depth + 1), RandomLeaves.type(random));
            case 8 -> Object.class;
            case 9 -> GraphValues.Node.class;
            case 10 -> arrayType();
            case 11 -> random.nextBoolean() ? Samples.generic(Deque.class, RandomLeaves.type(random)) : sorted();
            default -> RandomLeaves.type(random);
        };
    }

    private Type keyType() {
        return random.nextInt(4) == 0
                ? Samples.generic(RecordValues.Pair.class, RandomLeaves.type(random), RandomLeaves.type(random))
                : RandomLeaves.type(random);
    }

    private Type sorted() {
        return random.nextBoolean()
                ? Samples.generic(TreeSet.class, String.class)
                : Samples.generic(TreeMap.class, Integer.class, RandomLeaves.type(random));
    }

    private Type arrayType() {
        return switch (random.nextInt(5)) {
            case 0 -> int[].class;
            case 1 -> byte[][].class;
            case 2 -> double[].class;
            case 3 -> String[].class;
            default -> RandomLeaves.type(random).arrayType();
        };
    }

    private Object value(Type type, int depth) {
        if (depth > 0 && random.nextInt(8) == 0) {
            return null;
        }
        List<Object> earlier = made.computeIfAbsent(type, any -> new ArrayList<>());
        if (!earlier.isEmpty() && random.nextInt(4) == 0) {
            return RandomLeaves.one(random, earlier);
        }
        Object value = make(type, depth);
        boolean isLeaf = type instanceof Class<?> raw && RandomLeaves.has(raw) && !RandomLeaves.isShared(raw);
        if (!isLeaf && type != Object.class) {
            earlier.add(value);
        }
        return value;
    }

    private Object make(Type type, int depth) {
        objects++;
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic((Class<?>) generic.getRawType(), arguments[0], arguments[arguments.length - 1], depth);
        }
        if (type instanceof GenericArrayType) {
            throw new IllegalStateException("No such type is made");
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isArray()) {
            return array(raw.getComponentType());
        }
        return raw == Object.class
                ? open(depth)
                : raw == GraphValues.Node.class ? node(depth) : RandomLeaves.value(random, raw);
    }

    private Object generic(Class<?> raw, Type first, Type last, int depth) {
        if (raw == Box.class) {
            return fill(new Box<>(value(first, depth + 1)), first, depth);
        } else if (raw == BigBox.class) {
            BigBox<Object, Object> box = new BigBox<>(value(first, depth + 1), (Object[]) array((Class<?>) last));
            box.many = list(last, depth + 1);
            return fill(box, first, depth);
        } else if (raw == RecordValues.Pair.class) {
            return new RecordValues.Pair<>(value(first, depth + 1), value(last, depth + 1));
        } else if (raw == List.class) {
            return list(first, depth + 1);
        } else if (raw == Set.class) {
            return elements(random.nextBoolean() ? new HashSet<>() : new LinkedHashSet<>(), first, depth + 1, true);
        } else if (raw == Deque.class) {
            return elements(new ArrayDeque<>(), first, depth + 1, false);
        } else if (raw == TreeSet.class) {
            TreeSet<Object> set = new TreeSet<>(order());
            return elements(set, first, depth + 1, false);
        } else if (raw == TreeMap.class) {
            return entries(new TreeMap<>(order()), first, last, depth + 1, false);
        }
        return entries(random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>(), first, last, depth + 1, true);
    }

    private Comparator<Object> order() {
        return random.nextBoolean() ? null : Collections.reverseOrder();
    }

    @SuppressWarnings("unchecked") // of one type are boxes of one content
    private Box<Object> fill(Box<Object> box, Type content, int depth) {
        box.number = random.nextInt();
        Type own = Samples.generic(Box.class, content);
        List<Object> boxes = made.computeIfAbsent(own, any -> new ArrayList<>());
        boxes.add(box);
        box.many.addAll(list(content, depth + 1));
        if (random.nextBoolean()) {
            box.next = (Box<Object>) RandomLeaves.one(random, boxes);
        }
        if (random.nextInt(3) == 0) {
            box.named = new LinkedHashMap<>();
            for (String name : List.of("z", "", "\uD83D")) {
                box.named.put(name, value(content, depth + 1));
            }
        }
        return box;
    }

    private GraphValues.Node node(int depth) {
        GraphValues.Node node = new GraphValues.Node("node " + objects);
        List<Object> nodes = made.computeIfAbsent(GraphValues.Node.class, any -> new ArrayList<>());
        nodes.add(node);
        if (depth < 2 * DEEPEST) {
            node.next = (GraphValues.Node) value(GraphValues.Node.class, depth + 1);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            node.others.add((GraphValues.Node) RandomLeaves.one(random, nodes));
        }
        return node;
    }

    private List<Object> list(Type content, int depth) {
        List<Object> list = new ArrayList<>();
        elements(list, content, depth, true);
        return switch (random.nextInt(6)) {
            case 0 -> new LinkedList<>(list);
            case 1 -> Collections.unmodifiableList(list);
            case 2 -> Arrays.asList(list.toArray());
            case 3 -> new CopyOnWriteArrayList<>(list);
            case 4 -> list.contains(null) ? list : List.copyOf(list);
            default -> list;
        };
    }

    private <C extends Collection<Object>> C elements(C collection, Type content, int depth, boolean nulls) {
        for (int i = random.nextInt(depth > DEEPEST ? 2 : 4); i > 0; i--) {
            Object element = value(content, depth + 1);
            if (nulls || element != null) {
                collection.add(element);
            }
        }
        return collection;
    }

    private Map<Object, Object> entries(Map<Object, Object> map, Type keys, Type values, int depth, boolean nulls) {
        for (int i = random.nextInt(4); i > 0; i--) {
            Object key = value(keys, depth + 1);
            if (nulls || key != null) {
                map.put(key, value(values, depth + 1));
            }
        }
        return map;
    }

    private Object array(Class<?> component) {
        Object array = Array.newInstance(component, random.nextInt(4));
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, element(component));
        }
        return array;
    }

    private Object element(Class<?> component) {
        if (component.isArray()) {
            return random.nextInt(4) == 0 ? null : array(component.getComponentType());
        }
        return component == int.class
                ? (Object) random.nextInt()
                : component == byte.class
                        ? (Object) (byte) random.nextInt()
                        : component == double.class ? RandomLeaves.value(random, Double.class) : value(component, 1);
    }

    /** What a child may send without being asked for it. */
    private Object open(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> list(Object.class, depth + 1);
            case 1 -> elements(new LinkedHashSet<>(), Long.class, depth + 1, true);
            case 2 -> entries(new LinkedHashMap<>(), String.class, Object.class, depth + 1, true);
            case 3 -> new long[] {random.nextLong()};
            case 4 -> Optional.of(7L);
            default -> RandomLeaves.value(random, RandomLeaves.type(random));
        };
    }
}
