package io.asynccpu.crossing;

import java.io.Serializable;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Lists, sets and queues. */
final class CollectionValues {

    private static final TypeOf<List<String>> LIST = new TypeOf<>() {};
    private static final TypeOf<Set<String>> SET = new TypeOf<>() {};
    private static final TypeOf<Collection<String>> COLLECTION = new TypeOf<>() {};

    private CollectionValues() {}

    /** Others than the natural order. */
    enum Orders implements Comparator<String> {
        BY_LENGTH;

        @Override
        public int compare(String one, String other) {
            return Comparator.comparingInt(String::length)
                    .thenComparing(Comparator.naturalOrder())
                    .compare(one, other);
        }
    }

    /** A comparator with a state. */
    record FromLetter(int at) implements Comparator<String>, Serializable {

        @Override
        public int compare(String one, String other) {
            return one.substring(at).compareTo(other.substring(at));
        }
    }

    static List<Sample> samples() {
        Samples samples = new Samples("collection");
        lists(samples);
        wrappers(samples);
        sets(samples);
        sortedSets(samples);
        queues(samples);
        return samples.list();
    }

    private static void lists(Samples samples) {
        samples.add("ArrayList", LIST, () -> new ArrayList<>(List.of("b", "a")))
                .add("ArrayList, empty", LIST, ArrayList::new)
                .add("ArrayList with nulls", LIST, () -> new ArrayList<>(Arrays.asList(null, "a", null)))
                .add("ArrayList as itself", new TypeOf<ArrayList<String>>() {}, () -> new ArrayList<>(List.of("a")))
                .add("List.of()", LIST, List::of)
                .add("List.of one", LIST, () -> List.of("a"))
                .add("List.of many", LIST, () -> List.of("c", "b", "a"))
                .add("Arrays.asList", LIST, () -> Arrays.asList("b", null))
                .add("subList", LIST, () -> new ArrayList<>(List.of("a", "b", "c")).subList(1, 3))
                .add("subList of List.of", LIST, () -> List.of("a", "b", "c").subList(1, 2))
                .add("LinkedList", LIST, () -> new LinkedList<>(List.of("b", "a")))
                .add("LinkedList as itself", new TypeOf<LinkedList<String>>() {}, () -> new LinkedList<>(List.of("b")))
                .add("Vector", new TypeOf<Vector<String>>() {}, () -> new Vector<>(List.of("a")))
                .add("Stack", new TypeOf<Stack<String>>() {}, CollectionValues::stack)
                .add("Stack as List", LIST, CollectionValues::stack)
                .add("CopyOnWriteArrayList", LIST, () -> new CopyOnWriteArrayList<>(List.of("a")))
                .add("list of Long", new TypeOf<List<Long>>() {}, () -> List.of(1L, Long.MAX_VALUE))
                .add("list of lists", new TypeOf<List<List<Long>>>() {}, () -> List.of(List.of(1L), List.of()))
                .add("list of Object", new TypeOf<List<Object>>() {}, () -> Arrays.asList(1, 1L, 'c', 1f, null, "a"))
                .add("list of ?", new TypeOf<List<?>>() {}, () -> List.of(1, 1L, (short) 1))
                .add("list of ? extends Number", new TypeOf<List<? extends Number>>() {}, () -> List.of(1, 1L, 1f))
                .add("List, raw", List.class, () -> List.of(1L, "a", List.of((byte) 1)))
                .add("Collection that is a List", COLLECTION, () -> List.of("b", "a"))
                .add("Iterable that is a List", new TypeOf<Iterable<String>>() {}, () -> List.of("b", "a"))
                .open("List of Long", () -> List.of(1L, 2L))
                .open("ArrayList with nulls", () -> new ArrayList<>(Arrays.asList(null, 1L)));
    }

    private static Stack<String> stack() {
        Stack<String> stack = new Stack<>();
        stack.push("b");
        stack.push("a");
        return stack;
    }

    private static void wrappers(Samples samples) {
        samples.add("unmodifiableList", LIST, () -> Collections.unmodifiableList(new LinkedList<>(List.of("b", "a"))))
                .add("unmodifiableCollection", COLLECTION, () -> Collections.unmodifiableCollection(List.of("b", "a")))
                .add("synchronizedList", LIST, () -> Collections.synchronizedList(new ArrayList<>(List.of("a"))))
                .add("checkedList", LIST, () -> Collections.checkedList(new ArrayList<>(List.of("a")), String.class))
                .add("emptyList", LIST, Collections::emptyList)
                .add("singletonList of null", LIST, () -> Collections.singletonList(null))
                .add("nCopies", LIST, () -> Collections.nCopies(3, "a"))
                .add("list from a set's keys", LIST, () -> Collections.list(Collections.enumeration(List.of("b", "a"))))
                .add(
                        "unmodifiableSet, linked",
                        SET,
                        () -> Collections.unmodifiableSet(new LinkedHashSet<>(List.of("b", "a"))))
                .add("synchronizedSet", SET, () -> Collections.synchronizedSet(new LinkedHashSet<>(List.of("b", "a"))))
                .add("emptySet", SET, Collections::emptySet)
                .add("singleton", SET, () -> Collections.singleton("a"))
                .add("newSetFromMap, concurrent", SET, () -> {
                    Set<String> set = Collections.newSetFromMap(new ConcurrentHashMap<>());
                    set.add("a");
                    return set;
                })
                .add("newSetFromMap, by identity", SET, () -> {
                    Set<String> set = Collections.newSetFromMap(new IdentityHashMap<>());
                    set.addAll(List.of(new String("a"), new String("a")));
                    return set;
                })
                .add("keySet", SET, () -> new LinkedHashMap<>(java.util.Map.of("a", 1)).keySet())
                .add("values", COLLECTION, () -> new LinkedHashMap<>(java.util.Map.of(1, "a")).values())
                .add(
                        "asLifoQueue",
                        new TypeOf<Queue<String>>() {},
                        () -> Collections.asLifoQueue(new ArrayDeque<>(List.of("a", "b"))))
                .add(
                        "unmodifiableSortedSet",
                        new TypeOf<SortedSet<String>>() {},
                        () -> Collections.unmodifiableSortedSet(reversed()))
                .add(
                        "synchronizedNavigableSet",
                        new TypeOf<NavigableSet<String>>() {},
                        () -> Collections.synchronizedNavigableSet(reversed()));
    }

    private static void sets(Samples samples) {
        samples.add("HashSet", SET, () -> new HashSet<>(List.of("a", "b", "c")))
                .add("HashSet with null", SET, () -> new HashSet<>(Arrays.asList("a", null)))
                .add("HashSet as itself", new TypeOf<HashSet<String>>() {}, () -> new HashSet<>(List.of("a")))
                .add("LinkedHashSet", SET, () -> new LinkedHashSet<>(List.of("z", "a", "m", "b")))
                .add(
                        "LinkedHashSet as HashSet",
                        new TypeOf<HashSet<String>>() {},
                        () -> new LinkedHashSet<>(List.of("z", "a", "m", "b")))
                .add("LinkedHashSet of many", new TypeOf<Set<Integer>>() {}, () -> {
                    Set<Integer> set = new LinkedHashSet<>();
                    for (int i = 100; i > 0; i--) {
                        set.add(i * 17);
                    }
                    return set;
                })
                .add("Set.of()", SET, Set::of)
                .add("Set.of many", SET, () -> Set.of("a", "b", "c"))
                .add("Collection that is a Set", COLLECTION, () -> Set.of("a", "b"))
                .add("Collection that is a LinkedHashSet", COLLECTION, () -> new LinkedHashSet<>(List.of("z", "a")))
                .add("CopyOnWriteArraySet", SET, () -> new CopyOnWriteArraySet<>(List.of("z", "a")))
                .add("ConcurrentHashMap.newKeySet", SET, () -> {
                    Set<String> set = ConcurrentHashMap.newKeySet();
                    set.add("a");
                    return set;
                })
                .add(
                        "EnumSet",
                        new TypeOf<EnumSet<TimeUnit>>() {},
                        () -> EnumSet.of(TimeUnit.DAYS, TimeUnit.NANOSECONDS))
                .add("EnumSet, empty", new TypeOf<EnumSet<TimeUnit>>() {}, () -> EnumSet.noneOf(TimeUnit.class))
                .add(
                        "EnumSet, large",
                        new TypeOf<EnumSet<Locale.IsoCountryCode>>() {},
                        () -> EnumSet.allOf(Locale.IsoCountryCode.class))
                .add(
                        "EnumSet as Set",
                        new TypeOf<Set<RoundingMode>>() {},
                        () -> EnumSet.of(RoundingMode.HALF_UP, RoundingMode.UP))
                .add("HashSet of char[]s", new TypeOf<Set<char[]>>() {}, () -> new HashSet<>(List.of(new char[] {'a'})))
                .open("LinkedHashSet", () -> new LinkedHashSet<>(List.of("z", 1L)))
                .open("EnumSet", () -> EnumSet.of(TimeUnit.DAYS));
    }

    private static TreeSet<String> reversed() {
        TreeSet<String> set = new TreeSet<>(Comparator.reverseOrder());
        set.addAll(List.of("a", "b", "c"));
        return set;
    }

    private static <T> TreeSet<T> sorted(Comparator<? super T> order, List<T> elements) {
        TreeSet<T> set = new TreeSet<>(order);
        set.addAll(elements);
        return set;
    }

    private static void sortedSets(Samples samples) {
        TypeOf<SortedSet<String>> sorted = new TypeOf<>() {};
        TypeOf<TreeSet<String>> tree = new TypeOf<>() {};
        List<String> words = List.of("b", "A", "aa", "c");
        samples.add("TreeSet", tree, () -> new TreeSet<>(words))
                .add("TreeSet, empty", tree, TreeSet::new)
                .add("TreeSet, empty, in reverse", tree, () -> new TreeSet<>(Collections.reverseOrder()))
                .add("TreeSet, in reverse", tree, CollectionValues::reversed)
                .add("TreeSet, in reverse, as SortedSet", sorted, CollectionValues::reversed)
                .add("TreeSet, in reverse, as Set", SET, CollectionValues::reversed)
                .add("TreeSet, descendingSet", sorted, () -> new TreeSet<>(words).descendingSet())
                .add("TreeSet, headSet", sorted, () -> new TreeSet<>(words).headSet("b", true))
                .add("TreeSet, in natural order by name", tree, () -> sorted(Comparator.naturalOrder(), words))
                .add("TreeSet, in any case", tree, () -> sorted(String.CASE_INSENSITIVE_ORDER, words))
                .add(
                        "TreeSet, nulls first",
                        tree,
                        () -> sorted(Comparator.nullsFirst(Comparator.naturalOrder()), Arrays.asList("b", null)))
                .add("TreeSet, by an own enum", tree, () -> sorted(Orders.BY_LENGTH, words))
                .add(
                        "TreeSet, by an own comparator with a state",
                        tree,
                        () -> sorted(new FromLetter(1), List.of("ab", "ca")))
                .add("TreeSet, by a lambda", tree, () -> sorted((one, other) -> other.compareTo(one), words))
                .add(
                        "TreeSet, by a serializable lambda",
                        tree,
                        () -> sorted((Comparator<String> & Serializable) (one, other) -> other.compareTo(one), words))
                .add(
                        "TreeSet, by Comparator.comparing",
                        tree,
                        () -> sorted(Comparator.comparing(String::length), words))
                .add("ConcurrentSkipListSet", new TypeOf<ConcurrentSkipListSet<String>>() {}, () -> {
                    ConcurrentSkipListSet<String> set = new ConcurrentSkipListSet<>(Comparator.reverseOrder());
                    set.addAll(words);
                    return set;
                })
                .open("TreeSet, in reverse", CollectionValues::reversed)
                .open("TreeSet", () -> new TreeSet<>(words));
    }

    private static void queues(Samples samples) {
        TypeOf<Queue<String>> queue = new TypeOf<>() {};
        TypeOf<BlockingQueue<String>> blocking = new TypeOf<>() {};
        samples.add("ArrayDeque", new TypeOf<ArrayDeque<String>>() {}, () -> new ArrayDeque<>(List.of("b", "a")))
                .add(
                        "Deque that is an ArrayDeque",
                        new TypeOf<Deque<String>>() {},
                        () -> new ArrayDeque<>(List.of("b")))
                .add("Queue that is an ArrayDeque", queue, () -> new ArrayDeque<>(List.of("b")))
                .add("Queue that is a LinkedList with null", queue, () -> new LinkedList<>(Arrays.asList("b", null)))
                .add(
                        "PriorityQueue",
                        new TypeOf<PriorityQueue<Long>>() {},
                        () -> new PriorityQueue<>(List.of(3L, 1L, 2L)))
                .add("PriorityQueue, in reverse", new TypeOf<PriorityQueue<Long>>() {}, () -> {
                    PriorityQueue<Long> reversed = new PriorityQueue<>(Comparator.reverseOrder());
                    reversed.addAll(List.of(1L, 3L, 2L, 5L));
                    return reversed;
                })
                .add("Queue that is a PriorityQueue", queue, () -> new PriorityQueue<>(List.of("b", "a")))
                .add("Collection that is a PriorityQueue", COLLECTION, () -> new PriorityQueue<>(List.of("b", "a")))
                .add("PriorityBlockingQueue", blocking, () -> new PriorityBlockingQueue<>(List.of("b", "a")))
                .add("LinkedBlockingQueue", blocking, () -> new LinkedBlockingQueue<>(List.of("b", "a")))
                .add(
                        "LinkedBlockingQueue of a capacity",
                        new TypeOf<LinkedBlockingQueue<String>>() {},
                        () -> new LinkedBlockingQueue<>(7))
                .add(
                        "LinkedBlockingDeque of a capacity",
                        new TypeOf<LinkedBlockingDeque<String>>() {},
                        () -> new LinkedBlockingDeque<>(7))
                .add(
                        "ArrayBlockingQueue",
                        new TypeOf<ArrayBlockingQueue<String>>() {},
                        () -> new ArrayBlockingQueue<>(7, true, List.of("b", "a")))
                .add("ConcurrentLinkedQueue", queue, () -> new ConcurrentLinkedQueue<>(List.of("b", "a")))
                .add("ConcurrentLinkedDeque", queue, () -> new ConcurrentLinkedDeque<>(List.of("b", "a")))
                .add("LinkedTransferQueue", queue, () -> new LinkedTransferQueue<>(List.of("b", "a")))
                .add("SynchronousQueue", blocking, SynchronousQueue::new)
                .open("ArrayDeque", () -> new ArrayDeque<>(List.of("b", "a")));
    }
}
