package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shape of a map of the JDK: its comparator if it is sorted, and its entries in their order. */
final class MapShape extends Shape {

    private final MapKind kind;
    private final Slot keys;
    private final Slot values;
    private final Slot comparators;

    MapShape(Class<?> type, MapKind kind, Slot keys, Slot values, Slot comparators) {
        super(type);
        this.kind = kind;
        this.keys = keys;
        this.values = values;
        this.comparators = comparators;
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        Map<?, ?> map = (Map<?, ?>) value;
        if (kind.comparator() != null) {
            Comparator<?> comparator = kind.comparator().apply(map);
            CollectionShape.writeComparator(comparators, comparator, out);
            CollectionInvariants.requireSorted(map.keySet(), comparator);
        } else if (map instanceof IdentityHashMap) {
            requireIdentities(map.keySet());
        } else if (!keys.holdsOnlyValues()) {
            CollectionInvariants.requireDistinct(map.keySet());
        }
        if (type() == LinkedHashMap.class) {
            out.out().writeBoolean(map.getClass() == LinkedHashMap.class && CollectionInvariants.isByAccess(map));
        }
        writeEntries(map.entrySet(), map.size(), keys, values, out);
    }

    static void writeEntries(
            Iterable<? extends Map.Entry<?, ?>> entries, int size, Slot keys, Slot values, GraphWriter out)
            throws UncrossableException {
        out.out().writeNumber(size);
        int written = 0;
        for (Map.Entry<?, ?> entry : entries) {
            try {
                keys.write(entry.getKey(), out);
            } catch (UncrossableException e) {
                throw e.in("[key " + written + "]");
            }
            try {
                values.write(entry.getValue(), out);
            } catch (UncrossableException e) {
                throw e.in("[" + name(entry.getKey(), written) + "]");
            }
            written++;
        }
        CollectionShape.requireSame(size, written);
    }

    /** Refuses keys that cross as values only, such as texts and numbers: their identity is lost. */
    private static void requireIdentities(Collection<?> keys) throws UncrossableException {
        for (Object key : keys) {
            Shape plain = key == null ? null : JdkShapes.of(key.getClass());
            if (plain != null && !plain.isShared()) {
                throw new UncrossableException("a " + plain.name()
                        + " as the key of an identity map, but its identity does not cross; use another map");
            }
        }
    }

    /** The text of other keys may be long, or come from application code. */
    private static Object name(@Nullable Object key, int index) {
        if (key instanceof Number || key instanceof Enum || (key instanceof String text && text.length() < 50)) {
            return key;
        }
        return "value " + index;
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        int openReferences = in.objects().openReferences();
        @Nullable Comparator<?> comparator = kind.comparator() == null ? null : (Comparator<?>) comparators.read(in);
        if (kind.isMadeLast()) {
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            long weight = in.objects().weight();
            int size = in.count();
            for (int i = 0; i < size; i++) {
                Object key = keys.read(in);
                CollectionInvariants.requireHashable(Collections.singletonList(key));
                if (!keys.holdsOnlyValues()) {
                    in.requireBoundedWeight(weight);
                }
                entries.put(key, values.read(in));
            }
            if (entries.size() != size) {
                throw UncrossableException.damagedBytes("equal keys in a map");
            }
            return kind.make(comparator, entries);
        }
        boolean byAccess = type() == LinkedHashMap.class && in.bool();
        Map<@Nullable Object, @Nullable Object> map =
                byAccess ? new LinkedHashMap<>(16, 0.75f, true) : kind.make(comparator, Map.of());
        in.exists(id, map);
        readInto(map, keys, values, openReferences, in);
        return map;
    }

    static void readInto(
            Map<@Nullable Object, @Nullable Object> map, Slot keys, Slot values, int openReferences, GraphReader in)
            throws UncrossableException {
        long weight = in.objects().weight();
        int size = in.count();
        @Nullable Object[] entries = new @Nullable Object[2 * size];
        for (int i = 0; i < 2 * size; i += 2) {
            entries[i] = keys.read(in);
            if (entries[i] instanceof URL) {
                throw RefusalMessages.urlAsKey();
            }
            if (!keys.holdsOnlyValues()) {
                in.requireBoundedWeight(weight);
            }
            entries[i + 1] = values.read(in);
        }
        GraphReader.Step fill = () -> {
            for (int i = 0; i < entries.length; i += 2) {
                map.put(entries[i], entries[i + 1]);
            }
            if (map.size() != size) {
                throw UncrossableException.damagedBytes("equal keys in a map");
            }
        };
        if (in.objects().openReferences() == openReferences) {
            fill.run();
        } else {
            // A key refers to an incomplete object, on which its hash or order may depend.
            in.atTheEnd(fill);
        }
    }

    @Override
    boolean isMadeLast() {
        return kind.isMadeLast();
    }

    @Override
    boolean runsNoApplicationCode() {
        return kind.comparator() == null && keys.isKnownToHoldOnlyValues();
    }

    @Override
    boolean isPlain() {
        return true;
    }

    @Override
    void check(Slot.Check check) throws UncrossableException {
        check.in("[key]", keys);
        check.in("[]", values);
    }
}
