package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
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
 * Checks whether a collection would be the same if it were filled again. It would not if an element has changed since
 * it was added, so that its place no longer follows from its order or hash.
 */
final class CollectionInvariants {

    private CollectionInvariants() {}

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

    /** Each element of a heap comes after its parent. */
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

    /** Refuses URLs, which ask the network for their hash; a child could make its parent do so. */
    static void requireHashable(Collection<?> elements) throws UncrossableException {
        for (Object element : elements) {
            if (element instanceof URL) {
                throw RefusalMessages.urlAsKey();
            }
        }
    }

    /** Whether the list was created by {@code Stream.toList}, whose lists accept null, rather than {@code List.of}. */
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
                "an element has changed since it was added, so that its place no longer follows from its " + what
                        + "; add the elements to a new collection");
    }

    @SuppressWarnings("unchecked") // the elements are in a collection of that order
    private static Comparator<@Nullable Object> order(@Nullable Comparator<?> comparator) {
        return (Comparator<@Nullable Object>) (comparator == null ? Comparator.naturalOrder() : comparator);
    }

    /**
     * Whether the map's entries are in the order of their last access. Only its behavior tells; a copy is used, so that
     * the map does not change.
     */
    @SuppressWarnings("unchecked") // a copy of a map is a map
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
