package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import java.net.URL;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a collection would be the same if it was filled again. It is not if an element has changed since it was put in, so
 * that its place is not that of its order or hash any more.
 */
final class Orders {

    private Orders() {}

    static void requireSorted(Iterable<?> sorted, @Nullable Comparator<?> comparator) throws UncrossableException {
        Comparator<@Nullable Object> order = order(comparator);
        Iterator<?> elements = sorted.iterator();
        Object previous = elements.hasNext() ? elements.next() : null;
        while (elements.hasNext()) {
            Object next = elements.next();
            if (order.compare(previous, next) >= 0) {
                throw stale("order");
            }
            previous = next;
        }
    }

    /** A heap: each element stands after the one that is above it. */
    static void requireHeap(Collection<?> queue, @Nullable Comparator<?> comparator) throws UncrossableException {
        Comparator<@Nullable Object> order = order(comparator);
        Object[] elements = queue.toArray();
        for (int i = 1; i < elements.length; i++) {
            if (order.compare(elements[(i - 1) / 2], elements[i]) > 0) {
                throw stale("order");
            }
        }
    }

    static void requireDistinct(Collection<?> elements) throws UncrossableException {
        requireHashable(elements);
        Set<Object> again = new HashSet<>(elements);
        if (again.size() != elements.size()) {
            throw stale("hash");
        }
    }

    /** A URL asks the network for its hash. That a child could make its parent do so is the lesser reason. */
    static void requireHashable(Collection<?> elements) throws UncrossableException {
        for (Object element : elements) {
            if (element instanceof URL) {
                throw Refusals.urlAsKey();
            }
        }
    }

    /** Of what {@code List.of} makes none, of {@code Stream.toList} all. */
    static boolean takesNull(Collection<?> list) {
        try {
            boolean unused = list.contains(null);
            return true;
        } catch (NullPointerException e) {
            return false;
        }
    }

    private static UncrossableException stale(String what) {
        return new UncrossableException(
                "an element has changed since it was put in, so that its place is not that of its " + what
                        + " any more; put the elements into a new collection");
    }

    @SuppressWarnings("unchecked") // the elements are in a collection of that order, so it takes them
    private static Comparator<@Nullable Object> order(@Nullable Comparator<?> comparator) {
        return (Comparator<@Nullable Object>) (comparator == null ? Comparator.naturalOrder() : comparator);
    }

    /**
     * Whether its entries are in the order of their last use: nothing tells but what it does. The map itself must not do it, so a
     * copy does.
     */
    @SuppressWarnings("unchecked") // a copy of a map is one
    static boolean isByAccess(Map<?, ?> map) {
        Map<Object, Object> copy = (Map<Object, Object>) ((LinkedHashMap<?, ?>) map).clone();
        copy.clear();
        copy.put(1, 1);
        copy.put(2, 2);
        copy.get(1);
        return copy.keySet().iterator().next().equals(2);
    }

    static boolean isHeap(Class<?> type) {
        return type == PriorityQueue.class || type == java.util.concurrent.PriorityBlockingQueue.class;
    }
}
