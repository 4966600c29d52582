package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shape of a collection of the JDK: its comparator if it is sorted, and its elements in their order. */
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
            if (CollectionInvariants.isHeap(type())) {
                CollectionInvariants.requireHeap(collection, comparator);
            } else {
                CollectionInvariants.requireSorted(collection, comparator);
            }
        } else if (collection instanceof Set && !elements.holdsOnlyValues()) {
            CollectionInvariants.requireDistinct(collection);
        }
        if (kind.isNullTold()) {
            out.out().writeBoolean(CollectionInvariants.takesNull(collection));
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

    /** Guard against race with a thread that adds or removes elements meanwhile. */
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
                CollectionInvariants.requireHashable(read);
                requireBoundedWeight(in, weight);
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
            CollectionInvariants.requireHashable(Arrays.asList(read));
        }
        requireBoundedWeight(in, weight);
        GraphReader.Step fill = () -> {
            collection.addAll(Arrays.asList(read));
            if (collection.size() != size) {
                throw UncrossableException.damagedBytes("equal elements in a " + name());
            }
        };
        if (in.objects().openReferences() == openReferences) {
            fill.run();
        } else {
            // An element refers to an incomplete object, on which its hash or order may depend.
            in.atTheEnd(fill);
        }
    }

    private void requireBoundedWeight(GraphReader in, long before) throws UncrossableException {
        if (!elements.holdsOnlyValues()) {
            in.requireBoundedWeight(before);
        }
    }

    @Override
    boolean isMadeLast() {
        return kind.isMadeLast();
    }

    @Override
    boolean runsNoApplicationCode() {
        return kind.comparator() == null && (kind.isSequence() || elements.isKnownToHoldOnlyValues());
    }

    @Override
    boolean isPlain() {
        return true;
    }

    @Override
    void check(Slot.Check check) throws UncrossableException {
        check.in("[]", elements);
    }
}
