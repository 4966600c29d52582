package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of the JDK: its comparator if it is sorted, and its entries in their order. */
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
            Orders.requireSorted(map.keySet(), comparator);
        } else if (map instanceof IdentityHashMap) {
            requireIdentities(map.keySet());
        } else if (!keys.isOfValues()) {
            Orders.requireDistinct(map.keySet());
        }
        if (type() == LinkedHashMap.class) {
            out.out().writeBoolean(map.getClass() == LinkedHashMap.class && Orders.isByAccess(map));
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

    /** Texts and numbers are only their value on the way: which of two equal ones it was is lost. */
    private static void requireIdentities(Collection<?> keys) throws UncrossableException {
        for (Object key : keys) {
            Shape plain = key == null ? null : PlainShapes.of(key.getClass());
            if (plain != null && !plain.isShared()) {
                throw new UncrossableException("a " + plain.name()
                        + " as a key that is known by its identity, which it does not keep; use another map");
            }
        }
    }

    /** A key's own text may be long, or users' code. */
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
                Orders.requireHashable(Collections.singletonList(key));
                if (!keys.isOfValues()) {
                    in.requireLight(weight);
                }
                entries.put(key, values.read(in));
            }
            if (entries.size() != size) {
                throw UncrossableException.damagedBytes("keys that are equal in a map");
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
                throw Refusals.urlAsKey();
            }
            if (!keys.isOfValues()) {
                in.requireLight(weight);
            }
            entries[i + 1] = values.read(in);
        }
        GraphReader.Step fill = () -> {
            for (int i = 0; i < entries.length; i += 2) {
                map.put(entries[i], entries[i + 1]);
            }
            if (map.size() != size) {
                throw UncrossableException.damagedBytes("keys that are equal in a map");
            }
        };
        if (in.objects().openReferences() == openReferences) {
            fill.run();
        } else {
            // A key refers to something incomplete, of which its hash or order may be made.
            in.atTheEnd(fill);
        }
    }

    @Override
    boolean isMadeLast() {
        return kind.isMadeLast();
    }

    @Override
    boolean isQuick() {
        return kind.comparator() == null && keys.isKnownToBeOfValues();
    }

    @Override
    boolean isPlain() {
        return true;
    }

    @Override
    void check(TypeCheck check) throws UncrossableException {
        check.in("[key]", keys);
        check.in("[]", values);
    }
}
