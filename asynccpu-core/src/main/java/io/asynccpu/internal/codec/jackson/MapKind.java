package io.asynccpu.internal.codec.jackson;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a map class of the JDK is created again.
 *
 * @param maker creates it from the comparator and the entries in their order; for a kind that is filled later there
 *     are no entries yet
 * @param comparator returns the comparator of a map, for kinds that have one
 * @param isMadeLast whether it cannot be filled after its creation
 */
@SuppressWarnings("JdkObsolete") // applications use them
record MapKind(
        BiFunction<@Nullable Comparator<Object>, Map<@Nullable Object, @Nullable Object>, Map<?, ?>> maker,
        @Nullable Function<Map<?, ?>, @Nullable Comparator<?>> comparator,
        boolean isMadeLast) {

    private static final Map<Class<?>, MapKind> KINDS = new HashMap<>();

    static {
        filled(HashMap.class, HashMap::new);
        filled(LinkedHashMap.class, LinkedHashMap::new);
        filled(ConcurrentHashMap.class, ConcurrentHashMap::new);
        filled(Hashtable.class, Hashtable::new);
        filled(IdentityHashMap.class, IdentityHashMap::new);
        sorted(TreeMap.class, TreeMap::new);
        sorted(ConcurrentSkipListMap.class, ConcurrentSkipListMap::new);
        fixed(entries -> Collections.emptyMap(), Collections.emptyMap());
        fixed(
                entries -> {
                    Map.Entry<@Nullable Object, @Nullable Object> only =
                            entries.entrySet().iterator().next();
                    return Collections.singletonMap(only.getKey(), only.getValue());
                },
                Collections.singletonMap(1, 1));
        fixed(Map::copyOf, Map.of(), Map.of(1, 1), Map.of(1, 1, 2, 2));
    }

    /** The kind of exactly this class, or null. */
    static @Nullable MapKind of(Class<?> type) {
        return KINDS.get(type);
    }

    static Iterable<Class<?>> all() {
        return KINDS.keySet();
    }

    @SuppressWarnings("unchecked") // entries are of the types that the place declares, and the map refuses others
    Map<@Nullable Object, @Nullable Object> make(
            @Nullable Comparator<?> comparator, Map<@Nullable Object, @Nullable Object> entries) {
        return (Map<@Nullable Object, @Nullable Object>) maker.apply((Comparator<Object>) comparator, entries);
    }

    private static void filled(Class<?> type, Supplier<Map<?, ?>> maker) {
        KINDS.put(type, new MapKind((none, entries) -> maker.get(), null, false));
    }

    private static void sorted(Class<?> type, Function<@Nullable Comparator<Object>, Map<?, ?>> maker) {
        KINDS.put(type, new MapKind((order, entries) -> maker.apply(order), MapKind::comparatorOf, false));
    }

    private static void fixed(
            Function<Map<@Nullable Object, @Nullable Object>, Map<?, ?>> maker, Map<?, ?>... samples) {
        for (Map<?, ?> sample : samples) {
            KINDS.putIfAbsent(sample.getClass(), new MapKind((none, entries) -> maker.apply(entries), null, true));
        }
    }

    private static @Nullable Comparator<?> comparatorOf(Map<?, ?> map) {
        return ((SortedMap<?, ?>) map).comparator();
    }
}
