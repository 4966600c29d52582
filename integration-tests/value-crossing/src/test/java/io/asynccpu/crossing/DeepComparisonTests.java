package io.asynccpu.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison itself: it finds each difference that is planted, and none where there is none. */
class DeepComparisonTests {

    static Stream<Arguments> different() {
        return Stream.of(
                Arguments.of(1, 1L, "Long instead of Integer"),
                Arguments.of(null, "a", "null was sent"),
                Arguments.of(-0.0, 0.0, "other bits"),
                Arguments.of("a\uD83D", "a?", "another content"),
                Arguments.of(new BigDecimal("1.0"), new BigDecimal("1.00"), "not equal"),
                Arguments.of(Pattern.compile("a"), Pattern.compile("a", Pattern.DOTALL), "another content"),
                Arguments.of(new File("a"), new File("a").getAbsoluteFile(), "another content"),
                Arguments.of(timestamp(1), timestamp(2), "not equal"),
                Arguments.of(new Date(0), timestamp(0), "Timestamp instead of Date"),
                Arguments.of(new Date(0), new java.sql.Date(0), "java.sql.Date instead of java.util.Date"),
                Arguments.of(calendar(c -> {}), calendar(c -> c.setLenient(false)), "another content"),
                Arguments.of(
                        calendar(c -> {}),
                        calendar(c -> c.setTimeZone(TimeZone.getTimeZone("GMT+1"))),
                        "another content"),
                Arguments.of(Optional.of(1), Optional.empty(), "value: null arrived"),
                Arguments.of(new StringBuilder("a"), new StringBuilder("b"), "another content"),
                Arguments.of(new AtomicInteger(1), new AtomicInteger(2), "shows another text"),
                Arguments.of(BitSet.valueOf(new long[] {1}), new BitSet(), "not equal"),
                Arguments.of(new Exception("a"), new Exception("b"), "another message"),
                Arguments.of(thrown(null), thrown(new Error("b")), "cause: null was sent"));
    }

    static Stream<Arguments> differentContainers() {
        Object shared = new ArrayList<>(List.of("a"));
        return Stream.of(
                Arguments.of(new int[] {1, 2}, new int[] {1, 3}, "[1]: not equal"),
                Arguments.of(new int[] {1}, new long[] {1}, "long[] instead of int[]"),
                Arguments.of(new Object[] {"a"}, new String[] {"a"}, "String[] instead of Object[]"),
                Arguments.of(new int[][] {{1}, {2}}, new int[][] {{1}, {3}}, "[1][0]: not equal"),
                Arguments.of(List.of("a", "b"), List.of("b", "a"), "[0]: another content"),
                Arguments.of(
                        List.of("a"), Set.of("a"), "ImmutableCollections$Set12 instead of ImmutableCollections$List12"),
                Arguments.of(
                        new LinkedHashSet<>(List.of("a", "b")),
                        new LinkedHashSet<>(List.of("b", "a")),
                        "[0]: another content"),
                Arguments.of(new HashSet<>(List.of("a")), new HashSet<>(List.of("b")), "no such element: a"),
                Arguments.of(new TreeSet<>(), new TreeSet<>(Comparator.reverseOrder()), "comparator: null was sent"),
                Arguments.of(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), new TreeMap<>(), "comparator: null arrived"),
                Arguments.of(new TreeSet<>(List.of("a")), new HashSet<>(List.of("a")), "HashSet instead of TreeSet"),
                Arguments.of(
                        new PriorityQueue<>(),
                        new PriorityQueue<>(Comparator.reverseOrder()),
                        "comparator: null was sent"),
                Arguments.of(new ArrayDeque<>(), new ArrayList<>(), "ArrayList instead of ArrayDeque"),
                Arguments.of(Map.of("a", 1), Map.of("a", 2), "no such entry: a"),
                Arguments.of(
                        new LinkedHashMap<>(Map.of("a", 1)),
                        new HashMap<>(Map.of("a", 1L)),
                        "[a]: Long instead of Integer"),
                Arguments.of(byAccess(true), byAccess(false), "another order of access"),
                Arguments.of(new IdentityHashMap<>(), new HashMap<>(), "HashMap instead of IdentityHashMap"),
                Arguments.of(new Properties(defaults()), new Properties(), "with defaults: 0 entries instead of 1"),
                Arguments.of(
                        List.of(shared, shared),
                        List.of(new ArrayList<>(List.of("a")), shared),
                        "[1]: one object became two"),
                Arguments.of(
                        List.of(new ArrayList<>(List.of("a")), shared),
                        List.of(shared, shared),
                        "[1]: two objects became one"),
                Arguments.of(
                        holdsItself(new ArrayList<>()),
                        holdsItself(holdsItself(new ArrayList<>())),
                        "[0]: one object became two"),
                Arguments.of(new HashSet<>(List.of(new Date(1))), brokenSet(), "does not find its own elements"));
    }

    static Stream<Arguments> differentBeans() {
        return Stream.of(
                Arguments.of(
                        new InheritedBeans.Hiding("a", "b"),
                        new InheritedBeans.Hiding("a", "c"),
                        "name: another content"),
                Arguments.of(new AccessBeans.Masking("1"), new AccessBeans.Masking("2"), "card: another content"),
                Arguments.of(
                        new InheritedBeans.Upper("a"),
                        new InheritedBeans.Alike("a"),
                        "InheritedBeans$Alike instead of InheritedBeans$Upper"),
                Arguments.of(
                        new RecordValues.OtherAccessor("a"),
                        new RecordValues.OtherAccessor("b"),
                        "secret: another content"),
                Arguments.of(
                        GraphValues.Link.chain(9),
                        GraphValues.Link.chain(10),
                        "next.next.next.next.next.next.next.next.next: null was sent"),
                Arguments.of(named("a"), named("b"), "title: another content"),
                Arguments.of(
                        new NestedBeans.Outer("a").new Inner("i"),
                        new NestedBeans.Outer("b").new Inner("i"),
                        "this$0.name: another content"),
                Arguments.of(EnumValues.Plain.ONE, EnumValues.Plain.TWO, "not the constant"));
    }

    @ParameterizedTest
    @MethodSource({"different", "differentContainers", "differentBeans"})
    void aPlantedDifferenceIsFound(Object sent, Object arrived, String difference) {
        assertThat(DeepComparison.difference(sent, arrived)).isEqualTo(difference);
    }

    static Stream<Arguments> same() {
        return Stream.of(
                Arguments.of(List.of("a"), new LinkedList<>(List.of("a"))),
                Arguments.of(
                        Collections.unmodifiableList(Arrays.asList("a", null)),
                        new ArrayList<>(Arrays.asList("a", null))),
                Arguments.of(Set.of("a", "b", "c"), new HashSet<>(List.of("c", "b", "a"))),
                Arguments.of(Map.of("a", 1, "b", 2), new TreeMap<>(Map.of("b", 2, "a", 1))),
                Arguments.of(
                        new HashSet<>(List.of(new int[] {1}, new int[] {2})),
                        new HashSet<>(List.of(new int[] {2}, new int[] {1}))),
                Arguments.of(byAccess(true), byAccess(true)),
                Arguments.of(GraphValues.Link.chain(50_000), GraphValues.Link.chain(50_000)));
    }

    @ParameterizedTest
    @MethodSource("same")
    void anotherFormOfTheSameIsTheSame(Object sent, Object arrived) {
        assertThat(DeepComparison.difference(sent, arrived)).isNull();
    }

    /** All but those of which nothing can be told from outside. */
    @Test
    void aSampleIsTheSameEachTimeItIsMade() {
        assertThat(Corpus.all())
                .filteredOn(sample -> !sample.name().endsWith("Thread")) // shows its number, from JDK 19 on
                .filteredOn(sample -> DeepComparison.difference(sample.make(), sample.make()) != null)
                .extracting(Sample::name)
                .containsExactly(
                        "SplittableRandom",
                        "StringTokenizer",
                        "InputStream",
                        "Iterator",
                        "Stream",
                        "own exception that holds what cannot cross",
                        "InputStreamResource");
    }

    private static Timestamp timestamp(int nanos) {
        Timestamp timestamp = new Timestamp(0);
        timestamp.setNanos(nanos);
        return timestamp;
    }

    private static GregorianCalendar calendar(Consumer<GregorianCalendar> change) {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        calendar.setTimeInMillis(0);
        change.accept(calendar);
        return calendar;
    }

    private static Exception thrown(Throwable cause) {
        Exception thrown = new Exception("a", cause);
        thrown.setStackTrace(new StackTraceElement[0]);
        return thrown;
    }

    private static Map<String, Long> byAccess(boolean ordered) {
        Map<String, Long> map = new LinkedHashMap<>(16, 0.75f, ordered);
        map.put("a", 1L);
        map.put("b", 2L);
        return map;
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        defaults.setProperty("a", "1");
        return defaults;
    }

    private static List<Object> holdsItself(List<Object> inner) {
        List<Object> list = new ArrayList<>();
        list.add(inner.isEmpty() ? list : inner);
        return list;
    }

    private static Set<Date> brokenSet() {
        Date date = new Date(2);
        Set<Date> set = new HashSet<>(List.of(date));
        date.setTime(1);
        return set;
    }

    private static OwnCollectionValues.Names named(String title) {
        OwnCollectionValues.Names names = new OwnCollectionValues.Names();
        names.title = title;
        return names;
    }
}
