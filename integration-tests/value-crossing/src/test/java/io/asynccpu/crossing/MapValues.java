package io.asynccpu.crossing;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/** Maps and entries. */
final class MapValues {

    private static final TypeOf<Map<String, Long>> MAP = new TypeOf<>() {};

    private MapValues() {}

    static List<Sample> samples() {
        Samples samples = new Samples("map");
        plain(samples);
        sorted(samples);
        special(samples);
        keys(samples);
        entries(samples);
        return samples.list();
    }

    private static <M extends Map<String, Long>> M fill(M map) {
        map.put("z", 1L);
        map.put("a", 2L);
        map.put("M", 3L);
        return map;
    }

    private static void plain(Samples samples) {
        samples.add("HashMap", MAP, () -> fill(new HashMap<>()))
                .add("HashMap with null as key and value", MAP, () -> {
                    Map<String, Long> map = fill(new HashMap<>());
                    map.put(null, null);
                    return map;
                })
                .add("HashMap as itself", new TypeOf<HashMap<String, Long>>() {}, () -> fill(new HashMap<>()))
                .add("LinkedHashMap", MAP, () -> fill(new LinkedHashMap<>()))
                .add("LinkedHashMap with a null value", MAP, () -> {
                    Map<String, Long> map = fill(new LinkedHashMap<>());
                    map.put("null", null);
                    return map;
                })
                .add("LinkedHashMap in order of access", MAP, MapValues::byAccess)
                .add(
                        "LinkedHashMap in order of access as itself",
                        new TypeOf<LinkedHashMap<String, Long>>() {},
                        MapValues::byAccess)
                .add("Map.of()", MAP, Map::of)
                .add("Map.of one", MAP, () -> Map.of("a", 1L))
                .add("Map.of many", MAP, () -> Map.of("a", 1L, "b", 2L, "c", 3L))
                .add("emptyMap", MAP, Collections::emptyMap)
                .add("singletonMap of null", MAP, () -> Collections.singletonMap(null, null))
                .add("unmodifiableMap, linked", MAP, () -> Collections.unmodifiableMap(fill(new LinkedHashMap<>())))
                .add("synchronizedMap, linked", MAP, () -> Collections.synchronizedMap(fill(new LinkedHashMap<>())))
                .add(
                        "checkedMap",
                        MAP,
                        () -> Collections.checkedMap(fill(new LinkedHashMap<>()), String.class, Long.class))
                .add(
                        "ConcurrentHashMap",
                        new TypeOf<ConcurrentHashMap<String, Long>>() {},
                        () -> fill(new ConcurrentHashMap<>()))
                .add(
                        "ConcurrentMap",
                        new TypeOf<ConcurrentMap<String, Long>>() {},
                        () -> fill(new ConcurrentHashMap<>()))
                .add("Hashtable", new TypeOf<Hashtable<String, Long>>() {}, () -> fill(new Hashtable<>()))
                .add("Map, raw", Map.class, () -> fill(new LinkedHashMap<>()))
                .add("map of maps", new TypeOf<Map<String, Map<String, Long>>>() {}, () -> Map.of("a", Map.of("b", 1L)))
                .add(
                        "map of Object",
                        new TypeOf<Map<String, Object>>() {},
                        () -> Map.of("a", 1L, "b", List.of((short) 1)))
                .open("LinkedHashMap", () -> fill(new LinkedHashMap<>()));
    }

    private static LinkedHashMap<String, Long> byAccess() {
        return fill(new LinkedHashMap<>(16, 0.75f, true));
    }

    private static void sorted(Samples samples) {
        TypeOf<TreeMap<String, Long>> tree = new TypeOf<>() {};
        TypeOf<SortedMap<String, Long>> sorted = new TypeOf<>() {};
        samples.add("TreeMap", tree, () -> fill(new TreeMap<>()))
                .add("TreeMap as Map", MAP, () -> fill(new TreeMap<>()))
                .add("TreeMap, in reverse", tree, () -> fill(new TreeMap<>(Comparator.reverseOrder())))
                .add("TreeMap, in reverse, as Map", MAP, () -> fill(new TreeMap<>(Comparator.reverseOrder())))
                .add("TreeMap, in any case", sorted, () -> fill(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)))
                .add(
                        "TreeMap, in any case, in reverse",
                        sorted,
                        () -> fill(new TreeMap<>(String.CASE_INSENSITIVE_ORDER.reversed())))
                .add("TreeMap, by an own enum", sorted, () -> fill(new TreeMap<>(CollectionValues.Orders.BY_LENGTH)))
                .add(
                        "TreeMap, by an own comparator",
                        tree,
                        () -> fill(new TreeMap<>(new CollectionValues.FromLetter(0))))
                .add("TreeMap, empty, in any case", tree, () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))
                .add("TreeMap, descendingMap", new TypeOf<NavigableMap<String, Long>>() {}, () -> fill(new TreeMap<>())
                        .descendingMap())
                .add("TreeMap, tailMap", sorted, () -> fill(new TreeMap<>()).tailMap("a"))
                .add(
                        "unmodifiableSortedMap, in reverse",
                        sorted,
                        () -> Collections.unmodifiableSortedMap(fill(new TreeMap<>(Comparator.reverseOrder()))))
                .add(
                        "ConcurrentSkipListMap, in reverse",
                        new TypeOf<ConcurrentNavigableMap<String, Long>>() {},
                        () -> fill(new ConcurrentSkipListMap<>(Comparator.reverseOrder())))
                .open("TreeMap, in any case", () -> fill(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
    }

    private static void special(Samples samples) {
        samples.add("EnumMap", new TypeOf<EnumMap<TimeUnit, String>>() {}, MapValues::enumMap)
                .add("EnumMap as Map", new TypeOf<Map<TimeUnit, String>>() {}, MapValues::enumMap)
                .add("EnumMap, empty", new TypeOf<EnumMap<TimeUnit, String>>() {}, () -> new EnumMap<>(TimeUnit.class))
                .add("IdentityHashMap", new TypeOf<IdentityHashMap<String, Long>>() {}, MapValues::byIdentity)
                .add("IdentityHashMap as Map", MAP, MapValues::byIdentity)
                .add("WeakHashMap", new TypeOf<WeakHashMap<String, Long>>() {}, () -> fill(new WeakHashMap<>()))
                .add("Properties", Properties.class, () -> properties(new Properties()))
                .add("Properties with defaults", Properties.class, () -> properties(new Properties(properties(null))))
                .add("Properties that hold no strings", Properties.class, () -> {
                    Properties properties = properties(new Properties());
                    properties.put("number", 7L);
                    return properties;
                })
                .open("Properties with defaults", () -> properties(new Properties(properties(null))))
                .add("a map with a field", Index.class, MapValues::index)
                .add("a map with a field as Map", MAP, MapValues::index)
                .add("a map that makes its values", new TypeOf<Map<String, Long>>() {}, () -> fill(new Counting()));
    }

    private static EnumMap<TimeUnit, String> enumMap() {
        EnumMap<TimeUnit, String> map = new EnumMap<>(TimeUnit.class);
        map.put(TimeUnit.HOURS, "h");
        map.put(TimeUnit.DAYS, null);
        map.put(TimeUnit.NANOSECONDS, "ns");
        return map;
    }

    private static IdentityHashMap<String, Long> byIdentity() {
        IdentityHashMap<String, Long> map = new IdentityHashMap<>();
        map.put(new String("a"), 1L);
        map.put(new String("a"), 2L);
        return map;
    }

    private static Properties properties(Properties given) {
        Properties properties = given == null ? new Properties() : given;
        properties.setProperty(given == null ? "fallback" : "own", "1");
        return properties;
    }

    /** A map that also has a name. */
    static class Index extends LinkedHashMap<String, Long> {
        String title;
    }

    /** Says more than it has. */
    static class Counting extends HashMap<String, Long> {
        @Override
        public Long get(Object key) {
            return super.getOrDefault(key, 0L);
        }
    }

    private static Index index() {
        Index index = fill(new Index());
        index.title = "all";
        return index;
    }

    /** A key with a state that {@code toString} does not show. */
    record Place(int row, int column) implements Serializable {
        @Override
        public String toString() {
            return "place";
        }
    }

    /** A key of one String, which could be taken for that. */
    record Code(String code) implements Serializable {}

    private static void keys(Samples samples) {
        samples.add("keys of odd strings", MAP, () -> {
                    Map<String, Long> map = new LinkedHashMap<>();
                    for (String key :
                            List.of("", "\0", "\uD83D", "😀", "a.b[0]", "null", "@class", "x".repeat(5_000))) {
                        map.put(key, 1L);
                    }
                    return map;
                })
                .add("keys that are records", new TypeOf<Map<Place, Long>>() {}, () -> {
                    Map<Place, Long> map = new LinkedHashMap<>();
                    map.put(new Place(1, 2), 1L);
                    map.put(new Place(2, 1), 2L);
                    return map;
                })
                .add(
                        "keys that are records of one String",
                        new TypeOf<Map<Code, Long>>() {},
                        () -> Map.of(new Code("a"), 1L))
                .add(
                        "keys that are lists",
                        new TypeOf<Map<List<Integer>, String>>() {},
                        () -> Map.of(List.of(1, 2), "a"))
                .add(
                        "keys that are maps",
                        new TypeOf<Map<Map<String, Integer>, String>>() {},
                        () -> Map.of(Map.of("a", 1), "b"))
                .add(
                        "keys that are arrays",
                        new TypeOf<Map<int[], String>>() {},
                        () -> new HashMap<>(Map.of(new int[] {1}, "a")))
                .add(
                        "keys that are BigDecimals of one value",
                        new TypeOf<Map<BigDecimal, Long>>() {},
                        () -> Map.of(new BigDecimal("1.0"), 1L, new BigDecimal("1.00"), 2L))
                .add("keys of several classes", new TypeOf<Map<Object, String>>() {}, () -> {
                    Map<Object, String> map = new LinkedHashMap<>();
                    for (Object key : Arrays.asList(1, 1L, "1", '1', (short) 1, 1.0, true, LocalDate.EPOCH, null)) {
                        map.put(key, "a");
                    }
                    return map;
                })
                .add(
                        "keys that are Comparable",
                        new TypeOf<Map<Comparable<?>, Long>>() {},
                        () -> new LinkedHashMap<>(Map.of(7L, 1L)))
                .add(
                        "keys that are enums with bodies",
                        new TypeOf<Map<EnumValues.Operation, Long>>() {},
                        () -> Map.of(EnumValues.Operation.PLUS, 1L));
    }

    private static void entries(Samples samples) {
        TypeOf<Map.Entry<String, Long>> entry = new TypeOf<>() {};
        samples.add("Map.entry", entry, () -> Map.entry("a", 1L))
                .add("SimpleEntry with null", entry, () -> new AbstractMap.SimpleEntry<>("a", null))
                .add(
                        "SimpleEntry as itself",
                        new TypeOf<AbstractMap.SimpleEntry<String, Long>>() {},
                        () -> new AbstractMap.SimpleEntry<>("a", 1L))
                .add("SimpleImmutableEntry", entry, () -> new AbstractMap.SimpleImmutableEntry<>("a", 1L))
                .add("entry of a TreeMap", entry, () -> new TreeMap<>(Map.of("a", 1L)).firstEntry())
                .add("entry of a HashMap", entry, () -> new HashMap<>(Map.of("a", 1L))
                        .entrySet()
                        .iterator()
                        .next())
                .add(
                        "list of entries",
                        new TypeOf<List<Map.Entry<String, Long>>>() {},
                        () -> List.of(Map.entry("a", 1L)))
                .add("entrySet", new TypeOf<Set<Map.Entry<String, Long>>>() {}, () -> fill(new LinkedHashMap<>())
                        .entrySet());
    }
}
