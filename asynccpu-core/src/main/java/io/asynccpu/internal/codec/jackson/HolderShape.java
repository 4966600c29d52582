package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The shape of a JDK object that holds one or two others, such as an {@code Optional} or an entry of a map. */
final class HolderShape extends Shape {

    private final List<Slot> slots;
    private final Function<Object, @Nullable Object[]> parts;
    private final Function<@Nullable Object[], Object> maker;
    private final boolean value;

    private HolderShape(
            Class<?> type,
            boolean value,
            List<Slot> slots,
            Function<Object, @Nullable Object[]> parts,
            Function<@Nullable Object[], Object> maker) {
        super(type);
        this.value = value;
        this.slots = slots;
        this.parts = parts;
        this.maker = maker;
    }

    static List<Class<?>> classes() {
        return List.of(
                Optional.class,
                AtomicReference.class,
                Map.entry(1, 1).getClass(),
                AbstractMap.SimpleEntry.class,
                AbstractMap.SimpleImmutableEntry.class);
    }

    static Shape optional(Slot content) {
        return new HolderShape(
                Optional.class,
                true,
                List.of(content),
                optional -> new @Nullable Object[] {((Optional<?>) optional).orElse(null)},
                parts -> Optional.ofNullable(parts[0]));
    }

    static Shape atomicReference(Slot content) {
        return new HolderShape(
                AtomicReference.class,
                false,
                List.of(content),
                reference -> new @Nullable Object[] {((AtomicReference<?>) reference).get()},
                parts -> new AtomicReference<>(parts[0]));
    }

    /** The shape of an entry of any JDK class; entries that are views of a map become independent ones. */
    static Shape entry(Class<?> type, Slot key, Slot content) {
        Function<@Nullable Object[], Object> maker;
        if (type == Map.entry(1, 1).getClass()) {
            maker = parts -> Map.entry(parts[0], parts[1]);
        } else if (type == AbstractMap.SimpleImmutableEntry.class) {
            maker = parts -> new AbstractMap.SimpleImmutableEntry<>(parts[0], parts[1]);
        } else {
            maker = parts -> new AbstractMap.SimpleEntry<>(parts[0], parts[1]);
        }
        return new HolderShape(
                type,
                false,
                List.of(key, content),
                entry ->
                        new @Nullable Object[] {((Map.Entry<?, ?>) entry).getKey(), ((Map.Entry<?, ?>) entry).getValue()
                        },
                maker);
    }

    /** The shape of {@code Collections.reverseOrder(comparator)}. */
    static Shape reversed(Class<?> type, Slot comparators) {
        return new HolderShape(
                type,
                true,
                List.of(comparators),
                comparator -> new Object[] {((Comparator<?>) comparator).reversed()},
                parts -> Collections.reverseOrder((Comparator<?>) parts[0]));
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        @Nullable Object[] all = parts.apply(value);
        for (int i = 0; i < all.length; i++) {
            slots.get(i).write(all[i], out);
        }
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        @Nullable Object[] all = new @Nullable Object[slots.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = slots.get(i).read(in);
        }
        return maker.apply(all);
    }

    @Override
    boolean isShared() {
        return !value;
    }

    @Override
    boolean isMadeLast() {
        return true;
    }

    @Override
    boolean runsNoApplicationCode() {
        return true;
    }

    @Override
    boolean isPlain() {
        return true;
    }

    @Override
    void check(Slot.Check check) throws UncrossableException {
        for (Slot slot : slots) {
            check.in(slots.size() == 2 && slot == slots.get(0) ? "[key]" : "[]", slot);
        }
    }
}
