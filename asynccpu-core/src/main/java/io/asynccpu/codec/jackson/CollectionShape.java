package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A collection of the JDK: its comparator if it is sorted, and its elements in their order. */
final class CollectionShape extends Shape {

    private final CollectionKind kind;
    private final Slot elements;
    private final Slot comparators;

    CollectionShape(Class<?> type, CollectionKind kind, Slot elements, Slot comparators) {
        super(type);
        this.kind = kind;
        this.elements = elements;
        this.comparators = comparators;
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        Collection<?> collection = (Collection<?>) value;
        if (kind.comparator() != null) {
            Comparator<?> comparator = kind.comparator().apply(collection);
            writeComparator(comparators, comparator, out);
            if (Orders.isHeap(type())) {
                Orders.requireHeap(collection, comparator);
            } else {
                Orders.requireSorted(collection, comparator);
            }
        } else if (collection instanceof Set && !elements.isOfValues()) {
            Orders.requireDistinct(collection);
        }
        if (kind.isNullTold()) {
            out.out().writeBoolean(Orders.takesNull(collection));
        }
        writeElements(collection, collection.size(), elements, out);
    }

    static void writeComparator(Slot comparators, @Nullable Comparator<?> comparator, GraphWriter out)
            throws UncrossableException {
        try {
            comparators.write(comparator, out);
        } catch (UncrossableException e) {
            throw e.in("[comparator]");
        }
    }

    static void writeElements(Iterable<?> collection, int size, Slot elements, GraphWriter out)
            throws UncrossableException {
        out.out().writeNumber(size);
        int index = 0;
        for (Object element : collection) {
            try {
                elements.write(element, out);
            } catch (UncrossableException e) {
                throw e.in("[" + index + "]");
            }
            index++;
        }
        requireSame(size, index);
    }

    /** Guards against a race with a thread that adds or removes meanwhile. */
    static void requireSame(int size, int written) throws UncrossableException {
        if (written != size) {
            throw new UncrossableException("it had " + size + " elements and then " + written
                    + ": it was changed while it was written; pass a copy");
        }
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        int openReferences = in.objects().openReferences();
        long weight = in.objects().weight();
        @Nullable Comparator<?> comparator = kind.comparator() == null ? null : (Comparator<?>) comparators.read(in);
        if (kind.isNullTold() && !in.bool()) {
            return List.of(readElements(in).toArray());
        }
        if (kind.isMadeLast()) {
            List<@Nullable Object> read = readElements(in);
            if (Set.class.isAssignableFrom(type())) {
                Orders.requireHashable(read);
                requireLight(in, weight);
            }
            return kind.make(comparator, read);
        }
        Collection<@Nullable Object> collection = kind.create(comparator);
        in.exists(id, collection);
        readInto(collection, kind.isSequence(), openReferences, weight, in);
        return collection;
    }

    private List<@Nullable Object> readElements(GraphReader in) throws UncrossableException {
        int size = in.count();
        List<@Nullable Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(elements.read(in));
        }
        return list;
    }

    private void readInto(
            Collection<@Nullable Object> collection, boolean sequence, int openReferences, long weight, GraphReader in)
            throws UncrossableException {
        int size = in.count();
        if (sequence) {
            for (int i = 0; i < size; i++) {
                collection.add(elements.read(in));
            }
            return;
        }
        @Nullable Object[] read = new @Nullable Object[size];
        for (int i = 0; i < size; i++) {
            read[i] = elements.read(in);
        }
        if (collection instanceof Set) {
            Orders.requireHashable(Arrays.asList(read));
        }
        requireLight(in, weight);
        GraphReader.Step fill = () -> {
            collection.addAll(Arrays.asList(read));
            if (collection.size() != size) {
                throw UncrossableException.damagedBytes("elements that are equal in a " + name());
            }
        };
        if (in.objects().openReferences() == openReferences) {
            fill.run();
        } else {
            // An element refers to something incomplete, of which its hash or order may be made.
            in.atTheEnd(fill);
        }
    }

    private void requireLight(GraphReader in, long before) throws UncrossableException {
        if (!elements.isOfValues()) {
            in.requireLight(before);
        }
    }

    @Override
    boolean isMadeLast() {
        return kind.isMadeLast();
    }

    @Override
    boolean isQuick() {
        return kind.comparator() == null && (kind.isSequence() || elements.isKnownToBeOfValues());
    }

    @Override
    boolean isPlain() {
        return true;
    }

    @Override
    void check(TypeCheck check) throws UncrossableException {
        check.in("[]", elements);
    }
}
