package io.asynccpu.internal.codec.jackson;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a collection class of the JDK is created again.
 *
 * @param maker creates it from the comparator and the elements; for a kind that is created first and filled later
 *     there are no elements yet
 * @param comparator returns the comparator of a collection, for kinds that have one
 * @param isMadeLast whether it cannot be filled after its creation
 * @param isSequence whether every element is added at the end
 */
@SuppressWarnings("JdkObsolete") // applications use them
record CollectionKind(
        BiFunction<@Nullable Comparator<Object>, List<@Nullable Object>, Collection<@Nullable Object>> maker,
        @Nullable Function<Collection<?>, @Nullable Comparator<?>> comparator,
        boolean isMadeLast,
        boolean isSequence) {

    private static final Map<Class<?>, CollectionKind> KINDS = new HashMap<>();

    static {
        sequence(ArrayList.class, ArrayList::new);
        sequence(LinkedList.class, LinkedList::new);
        sequence(Vector.class, Vector::new);
        sequence(Stack.class, elements -> new Stack<>());
        sequence(ArrayDeque.class, ArrayDeque::new);
        sequence(ConcurrentLinkedQueue.class, ConcurrentLinkedQueue::new);
        sequence(ConcurrentLinkedDeque.class, ConcurrentLinkedDeque::new);
        set(CopyOnWriteArrayList.class, CopyOnWriteArrayList::new);
        set(CopyOnWriteArraySet.class, CopyOnWriteArraySet::new);
        set(HashSet.class, HashSet::new);
        set(LinkedHashSet.class, LinkedHashSet::new);
        set(ConcurrentHashMap.newKeySet().getClass(), elements -> ConcurrentHashMap.newKeySet());
        sorted(TreeSet.class, TreeSet::new, c -> ((SortedSet<?>) c).comparator());
        sorted(ConcurrentSkipListSet.class, ConcurrentSkipListSet::new, c -> ((SortedSet<?>) c).comparator());
        sorted(PriorityQueue.class, PriorityQueue::new, c -> ((PriorityQueue<?>) c).comparator());
        sorted(
                PriorityBlockingQueue.class,
                comparator -> new PriorityBlockingQueue<>(11, comparator),
                c -> ((PriorityBlockingQueue<?>) c).comparator());
        fixed(elements -> Arrays.asList(elements.toArray()), Arrays.asList(1, 2));
        fixed(elements -> Collections.emptyList(), Collections.emptyList());
        fixed(elements -> Collections.emptySet(), Collections.emptySet());
        fixed(elements -> Collections.singletonList(elements.get(0)), Collections.singletonList(1));
        fixed(elements -> Collections.singleton(elements.get(0)), Collections.singleton(1));
        fixed(elements -> List.of(elements.toArray()), List.of(1));
        fixed(
                elements -> elements.stream().toList(),
                List.of(),
                List.of(1, 2, 3),
                Stream.of(1, 2, 3).toList());
        fixed(elements -> Set.of(elements.toArray()), Set.of(), Set.of(1), Set.of(1, 2, 3));
    }

    /** The kind of exactly this class, or null. */
    static @Nullable CollectionKind of(Class<?> type) {
        return KINDS.get(type);
    }

    static Iterable<Class<?>> all() {
        return KINDS.keySet();
    }

    Collection<@Nullable Object> create(@Nullable Comparator<?> comparator) {
        return make(comparator, List.of());
    }

    @SuppressWarnings(
            "unchecked") // the elements are of a type that the comparator was declared for, or it refuses them
    Collection<@Nullable Object> make(@Nullable Comparator<?> comparator, List<@Nullable Object> elements) {
        return maker.apply((Comparator<Object>) comparator, elements);
    }

    private static void sequence(Class<?> type, Function<List<@Nullable Object>, Collection<@Nullable Object>> maker) {
        KINDS.put(type, new CollectionKind((none, elements) -> maker.apply(elements), null, false, true));
    }

    private static void set(Class<?> type, Function<List<@Nullable Object>, Collection<@Nullable Object>> maker) {
        KINDS.put(type, new CollectionKind((none, elements) -> maker.apply(elements), null, false, false));
    }

    private static void sorted(
            Class<?> type,
            Function<@Nullable Comparator<Object>, Collection<@Nullable Object>> maker,
            Function<Collection<?>, @Nullable Comparator<?>> comparator) {
        KINDS.put(type, new CollectionKind((order, elements) -> maker.apply(order), comparator, false, false));
    }

    private static void fixed(
            Function<List<@Nullable Object>, Collection<@Nullable Object>> maker, Collection<?>... samples) {
        CollectionKind kind = new CollectionKind((none, elements) -> maker.apply(elements), null, true, true);
        for (Collection<?> sample : samples) {
            KINDS.putIfAbsent(sample.getClass(), kind);
        }
    }

    /**
     * Whether the message says if the list accepts null: {@code List.of} and {@code Stream.toList} create objects of
     * the same class, of which only the latter do.
     */
    boolean isNullTold() {
        return equals(KINDS.get(List.of().getClass()));
    }
}
