package io.asynccpu.crossing;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.WeakHashMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.Predicate;

/** Arrays, collections and maps: of the same kind, with the same elements, in the same order where there is one. */
final class Containers {

    private Containers() {}

    static String compareArrays(DeepComparison comparison, Object sent, Object arrived) {
        int length = Array.getLength(sent);
        if (length != Array.getLength(arrived)) {
            return Array.getLength(arrived) + " elements instead of " + length;
        }
        if (!sent.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < length; i++) {
                comparison.and("[" + i + "]", Array.get(sent, i), Array.get(arrived, i));
            }
            return null;
        }
        for (int i = 0; i < length; i++) {
            if (!Array.get(sent, i).equals(Array.get(arrived, i))) {
                comparison.and("[" + i + "]", Array.get(sent, i), Array.get(arrived, i));
            }
        }
        return null;
    }

    static String compare(DeepComparison comparison, Object sent, Object arrived) {
        if (sent instanceof Map<?, ?> map) {
            return arrived instanceof Map<?, ?> other
                    ? maps(comparison, map, other)
                    : DeepComparison.classes(sent, arrived);
        }
        return arrived instanceof Collection<?> other
                ? collections(comparison, (Collection<?>) sent, other)
                : DeepComparison.classes(sent, arrived);
    }

    private static String collections(DeepComparison comparison, Collection<?> sent, Collection<?> arrived) {
        if (sent instanceof List || sent instanceof Set) {
            Class<?> kind = sent instanceof List ? List.class : sent instanceof SortedSet ? SortedSet.class : Set.class;
            if (!kind.isInstance(arrived)) {
                return DeepComparison.classes(sent, arrived);
            }
        } else {
            for (Class<?> kind : List.of(Queue.class, Deque.class, BlockingQueue.class, BlockingDeque.class)) {
                if (kind.isInstance(sent) && !kind.isInstance(arrived)) {
                    return DeepComparison.classes(sent, arrived);
                }
            }
            if (isLastInFirstOut(sent) != isLastInFirstOut(arrived)) {
                return DeepComparison.classes(sent, arrived);
            }
        }
        if (sent.size() != arrived.size()) {
            return arrived.size() + " elements instead of " + sent.size();
        }
        if (sent instanceof SortedSet<?> set) {
            comparison.and("comparator", set.comparator(), ((SortedSet<?>) arrived).comparator());
        }
        if (isPriorityQueue(sent)) {
            comparison.and("comparator", comparator(sent), isPriorityQueue(arrived) ? comparator(arrived) : "none");
        }
        if (sent instanceof BlockingQueue<?> queue
                && queue.remainingCapacity() != ((BlockingQueue<?>) arrived).remainingCapacity()) {
            return "another capacity";
        }
        if (sent instanceof EnumSet<?> set && arrived instanceof EnumSet<?> other) {
            comparison.and(
                    "complement",
                    new ArrayList<>(EnumSet.complementOf(set)),
                    new ArrayList<>(EnumSet.complementOf(other)));
        }
        if (isUnordered(sent)) {
            String difference = unordered(comparison, "element", sent, arrived);
            return difference == null ? findsItsOwn(sent::contains, sent, arrived::contains, arrived) : difference;
        }
        int index = 0;
        Iterator<?> others = arrived.iterator();
        for (Object element : sent) {
            comparison.and("[" + index++ + "]", element, others.next());
        }
        return sent instanceof Set && index > 0 ? findsItsOwn(sent::contains, sent, arrived::contains, arrived) : null;
    }

    private static String maps(DeepComparison comparison, Map<?, ?> sent, Map<?, ?> arrived) {
        for (Class<?> kind : List.of(SortedMap.class, IdentityHashMap.class, Properties.class)) {
            if (kind.isInstance(sent) && !kind.isInstance(arrived)) {
                return DeepComparison.classes(sent, arrived);
            }
        }
        if (sent.size() != arrived.size()) {
            return arrived.size() + " entries instead of " + sent.size();
        }
        if (sent instanceof SortedMap<?, ?> map) {
            comparison.and("comparator", map.comparator(), ((SortedMap<?, ?>) arrived).comparator());
        }
        if (sent instanceof Properties properties) {
            comparison.and("with defaults", withDefaults(properties), withDefaults((Properties) arrived));
        }
        if (isAccessOrdered(sent) != isAccessOrdered(arrived)) {
            return "another order of access";
        }
        if (isUnordered(sent)) {
            String difference = unordered(comparison, "entry", entries(sent), entries(arrived));
            return difference == null
                    ? findsItsOwn(sent::containsKey, sent.keySet(), arrived::containsKey, arrived.keySet())
                    : difference;
        }
        Iterator<? extends Map.Entry<?, ?>> others = arrived.entrySet().iterator();
        for (Map.Entry<?, ?> entry : sent.entrySet()) {
            Map.Entry<?, ?> other = others.next();
            String name = "[" + Named.shortly(entry.getKey()) + "]";
            comparison.and("key " + name, entry.getKey(), other.getKey());
            comparison.and(name, entry.getValue(), other.getValue());
        }
        return findsItsOwn(sent::containsKey, sent.keySet(), arrived::containsKey, arrived.keySet());
    }

    private static Map<String, String> withDefaults(Properties properties) {
        Map<String, String> all = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
        return all;
    }

    /** Of the same class on both sides, so that they are compared like arrays. */
    private static List<Object[]> entries(Map<?, ?> map) {
        List<Object[]> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(new Object[] {key, value}));
        return entries;
    }

    private static String unordered(DeepComparison comparison, String what, Collection<?> sent, Collection<?> arrived) {
        List<Object> left = new ArrayList<>(arrived);
        for (Object element : sent) {
            int at = -1;
            for (int i = 0; at < 0 && i < left.size(); i++) {
                at = comparison.isSame(element, left.get(i)) ? i : -1;
            }
            if (at < 0) {
                Object shown = element instanceof Object[] entry ? entry[0] : element;
                return "no such " + what + ": " + Named.shortly(shown);
            }
            left.remove(at);
        }
        return null;
    }

    /** A hash table whose elements were put in before they had their fields does not find them. */
    private static String findsItsOwn(
            Predicate<Object> sentFinds, Collection<?> sent, Predicate<Object> arrivedFinds, Collection<?> arrived) {
        try {
            if (!sent.stream().allMatch(sentFinds)) {
                return null;
            }
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
        try {
            return arrived.stream().allMatch(arrivedFinds) ? null : "does not find its own elements";
        } catch (RuntimeException | StackOverflowError e) {
            return "looking for its own elements fails: " + e.getClass().getSimpleName();
        }
    }

    private static boolean isLastInFirstOut(Object queue) {
        return queue.getClass().getName().equals("java.util.Collections$AsLIFOQueue");
    }

    private static boolean isPriorityQueue(Object queue) {
        return queue instanceof PriorityQueue || queue instanceof PriorityBlockingQueue;
    }

    private static Comparator<?> comparator(Object queue) {
        return queue instanceof PriorityQueue<?> plain
                ? plain.comparator()
                : ((PriorityBlockingQueue<?>) queue).comparator();
    }

    /** Seen from outside: what is read moves to the end. Leaves the order as it was. */
    private static boolean isAccessOrdered(Map<?, ?> map) {
        if (map.getClass() != LinkedHashMap.class || map.size() < 2) {
            return false;
        }
        List<Object> keys = new ArrayList<>(map.keySet());
        var unused = map.get(keys.get(0));
        boolean moved = map.keySet().iterator().next() != keys.get(0);
        keys.subList(1, keys.size()).forEach(map::get);
        if (moved) {
            keys.forEach(map::get);
        }
        return moved;
    }

    private static boolean isUnordered(Object container) {
        Class<?> type = container.getClass();
        return (container instanceof HashSet && !(container instanceof LinkedHashSet))
                || (container instanceof HashMap && !(container instanceof LinkedHashMap))
                || container instanceof Hashtable
                || container instanceof IdentityHashMap
                || container instanceof WeakHashMap
                || container instanceof ConcurrentHashMap
                || type.getName().startsWith("java.util.concurrent.ConcurrentHashMap$KeySetView")
                || (type.getName().startsWith("java.util.ImmutableCollections") && !(container instanceof List));
    }
}
