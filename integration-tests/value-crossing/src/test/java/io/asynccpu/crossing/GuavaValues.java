package io.asynccpu.crossing;

import com.google.common.base.Optional;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.HashBiMap;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.Multimap;
import com.google.common.collect.Multiset;
import com.google.common.collect.Ordering;
import com.google.common.collect.Range;
import com.google.common.collect.Table;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Guava's collections, with Jackson's module for them and without. */
final class GuavaValues {

    private GuavaValues() {}

    static List<Sample> samples() {
        return Stream.of("guava", "guava without module")
                .flatMap(kind -> samples(kind).stream())
                .toList();
    }

    private static List<Sample> samples(String kind) {
        Samples samples = new Samples(kind);
        samples.add("ImmutableList", new TypeOf<ImmutableList<Long>>() {}, () -> ImmutableList.of(2L, 1L))
                .add("ImmutableList as List", new TypeOf<List<Long>>() {}, () -> ImmutableList.of(2L, 1L))
                .add("ImmutableSet", new TypeOf<ImmutableSet<String>>() {}, () -> ImmutableSet.of("z", "a", "m"))
                .add(
                        "ImmutableMap",
                        new TypeOf<ImmutableMap<String, Long>>() {},
                        () -> ImmutableMap.of("z", 1L, "a", 2L))
                .add("ImmutableMap as Map", new TypeOf<Map<String, Long>>() {}, () -> ImmutableMap.of("z", 1L, "a", 2L))
                .add(
                        "ImmutableSortedSet, in reverse",
                        new TypeOf<ImmutableSortedSet<String>>() {},
                        () -> ImmutableSortedSet.<String>reverseOrder()
                                .add("a", "b")
                                .build())
                .add(
                        "ImmutableSortedMap, by an ordering",
                        new TypeOf<ImmutableSortedMap<String, Long>>() {},
                        () -> ImmutableSortedMap.<String, Long>orderedBy(
                                        Ordering.natural().nullsFirst())
                                .put("a", 1L)
                                .build())
                .add(
                        "Multimap",
                        new TypeOf<Multimap<String, Long>>() {},
                        () -> ImmutableMultimap.of("z", 1L, "a", 2L, "z", 1L))
                .add("ArrayListMultimap", new TypeOf<ArrayListMultimap<String, Long>>() {}, () -> {
                    ArrayListMultimap<String, Long> map = ArrayListMultimap.create();
                    map.put("a", 1L);
                    map.put("a", 1L);
                    return map;
                })
                .add("LinkedHashMultimap as Multimap", new TypeOf<Multimap<String, Long>>() {}, () -> {
                    Multimap<String, Long> map = LinkedHashMultimap.create();
                    map.put("z", 1L);
                    map.put("a", 2L);
                    map.put("z", 0L);
                    return map;
                })
                .add("Multiset", new TypeOf<Multiset<String>>() {}, () -> HashMultiset.create(List.of("a", "a", "b")))
                .add("HashBiMap", new TypeOf<HashBiMap<String, Long>>() {}, () -> HashBiMap.create(Map.of("a", 1L)))
                .add("Table", new TypeOf<Table<String, String, Long>>() {}, () -> {
                    Table<String, String, Long> table = HashBasedTable.create();
                    table.put("a", "b", 1L);
                    return table;
                })
                .add("Optional", new TypeOf<Optional<Long>>() {}, () -> Optional.of(1L))
                .add("Optional, absent", new TypeOf<Optional<Long>>() {}, Optional::absent)
                .add("Range", new TypeOf<Range<Integer>>() {}, () -> Range.closedOpen(1, 7))
                .add("Ints.asList", new TypeOf<List<Integer>>() {}, () -> Ints.asList(2, 1))
                .add(
                        "Lists.transform",
                        new TypeOf<List<Long>>() {},
                        () -> Lists.transform(List.of(1, 2), Integer::longValue))
                .add(
                        "Lists.partition",
                        new TypeOf<List<List<Long>>>() {},
                        () -> Lists.partition(List.of(1L, 2L, 3L), 2))
                .open("ImmutableList", () -> ImmutableList.of(2L, 1L));
        return samples.list();
    }
}
