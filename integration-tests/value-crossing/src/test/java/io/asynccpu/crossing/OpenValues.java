package io.asynccpu.crossing;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** What may stand where the signature says nothing, as in the rows that a query gives. */
final class OpenValues {

    private static final TypeOf<List<Map<String, Object>>> ROWS = new TypeOf<>() {};

    private OpenValues() {}

    /** As Spring's {@code LinkedCaseInsensitiveMap}: its keys are the same in each case. */
    static class AnyCase extends LinkedHashMap<String, Object> {
        private final Locale locale = Locale.ROOT;

        @Override
        public Object get(Object key) {
            return super.get(key.toString().toLowerCase(locale));
        }
    }

    static List<Sample> samples() {
        Samples samples = new Samples("open");
        rows(samples);
        columns(samples);
        nested(samples);
        return samples.list();
    }

    private static List<Map<String, Object>> row(Object value) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ID", 1L);
        row.put("VALUE", value);
        return new ArrayList<>(List.of(row));
    }

    private static void rows(Samples samples) {
        samples.add("rows of a query", ROWS, () -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("ID", 1L);
                    row.put("NAME", "a");
                    row.put("AMOUNT", new BigDecimal("1.20"));
                    row.put("ACTIVE", true);
                    row.put("PICTURE", new byte[] {1, 2});
                    row.put("NOTHING", null);
                    row.put("SMALL", (short) 1);
                    row.put("REAL", 1.5f);
                    return new ArrayList<>(List.of(row));
                })
                .add("no rows", ROWS, ArrayList::new)
                .add("a row with keys of any case", ROWS, () -> {
                    AnyCase row = new AnyCase();
                    row.put("id", 1L);
                    return new ArrayList<>(List.of(row));
                })
                .add(
                        "arrays of a query",
                        new TypeOf<List<Object[]>>() {},
                        () -> new ArrayList<>(List.<Object[]>of(
                                new Object[] {1L, Timestamp.valueOf("2024-02-29 12:00:00.123456789"), null})));
    }

    private static void columns(Samples samples) {
        Map<String, Sample.Maker<Object>> columns = new LinkedHashMap<>();
        columns.put("BigInteger", () -> BigInteger.TEN.pow(30));
        columns.put("sql.Timestamp", () -> Timestamp.valueOf("2024-02-29 12:00:00.123456789"));
        columns.put("sql.Date", () -> java.sql.Date.valueOf("2024-02-29"));
        columns.put("sql.Time", () -> java.sql.Time.valueOf("12:30:15"));
        columns.put("Date", () -> new Date(7));
        columns.put("Instant", () -> Instant.ofEpochSecond(7, 123_456_789));
        columns.put("LocalDate", () -> LocalDate.of(2024, 2, 29));
        columns.put("LocalTime", () -> LocalTime.of(12, 0));
        columns.put("LocalDateTime", () -> LocalDateTime.of(2024, 2, 29, 12, 0));
        columns.put("OffsetDateTime", () -> OffsetDateTime.of(2024, 2, 29, 12, 0, 0, 1, ZoneOffset.ofHours(2)));
        columns.put("ZonedDateTime", () -> ZonedDateTime.of(2024, 2, 29, 12, 0, 0, 1, ZoneId.of("Asia/Tokyo")));
        columns.put("Duration", () -> Duration.ofNanos(7));
        columns.put("Period", () -> Period.ofMonths(14));
        columns.put("Year", () -> Year.of(2024));
        columns.put("YearMonth", () -> YearMonth.of(2024, 2));
        columns.put("ZoneId", () -> ZoneId.of("Asia/Tokyo"));
        columns.put("ZoneOffset", () -> ZoneOffset.ofHours(2));
        columns.put("DayOfWeek", () -> DayOfWeek.MONDAY);
        columns.put("own enum", () -> EnumValues.Plain.TWO);
        columns.put("UUID", () -> new UUID(1, 2));
        columns.put("Character", () -> '\uD83D');
        columns.put("Byte", () -> (byte) 1);
        columns.put("Float.NaN", () -> Float.NaN);
        columns.put("-0.0", () -> -0.0);
        columns.put("char[]", () -> new char[] {'a'});
        columns.put("String[]", () -> new String[] {"a", null});
        columns.put("Object[]", () -> new Object[] {1, "a", null, List.of(1L)});
        columns.put("Integer[]", () -> new Integer[] {1, null});
        columns.put("UUID[]", () -> new UUID[] {new UUID(1, 2)});
        columns.put("int[][]", () -> new int[][] {{1}});
        columns.put("URI", () -> URI.create("a:b"));
        columns.put("Locale", () -> Locale.GERMANY);
        columns.put("Currency", () -> Currency.getInstance("EUR"));
        columns.put("BitSet", () -> BitSet.valueOf(new long[] {5}));
        columns.put("Optional", () -> Optional.of(1L));
        columns.put("AtomicLong", () -> new AtomicLong(7));
        columns.put("StringBuilder", () -> new StringBuilder("a"));
        columns.put("record", () -> new RecordValues.Plain("a", 1));
        columns.put("bean", BeanValues::usual);
        columns.put("exception", () -> {
            Exception exception = new Exception("a");
            exception.setStackTrace(new StackTraceElement[0]);
            return exception;
        });
        columns.put("a string with half a pair", () -> "\uD83D");
        columns.forEach((name, maker) -> samples.add("column of " + name, ROWS, () -> row(maker.make())));
    }

    private static void nested(Samples samples) {
        samples.open("map of lists", () -> Map.of("a", List.of(1L, Map.of("b", (short) 1))))
                .open("map with keys of Long", () -> new LinkedHashMap<>(Map.of(1L, "a")))
                .open("map with keys that are dates", () -> new LinkedHashMap<>(Map.of(LocalDate.EPOCH, 1)))
                .open("map with a null key", () -> Collections.singletonMap(null, 1))
                .open("TreeMap", () -> new TreeMap<>(Map.of("b", 1, "a", 2)))
                .open("set in order", () -> new LinkedHashSet<>(List.of("z", "a")))
                .open("nested lists", () -> List.of(List.of(List.of()), Arrays.asList(null, List.of(1L))))
                .open("list that looks like a typed value", () -> List.of("Long", 7))
                .open("map that looks like a typed value", () -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("@class", "java.lang.Long");
                    map.put("value", 7);
                    return map;
                })
                .open("list of two Strings, the first the name of a class", () -> List.of("java.math.BigDecimal", "1"))
                .add(
                        "field of Object, generic",
                        new TypeOf<RecordValues.Pair<Object, Object>>() {},
                        () -> new RecordValues.Pair<>(1L, new short[] {1}))
                .add("Serializable that is a list", Serializable.class, () -> new ArrayList<>(List.of(1L)))
                .add("Object that is a plain Object", Object.class, Object::new)
                .add("map of String to ?", new TypeOf<Map<String, ?>>() {}, () -> Map.of("a", 1L, "b", Instant.EPOCH))
                .add("map of ? to ?", new TypeOf<Map<?, ?>>() {}, () -> Map.of(1L, 'c'));
    }
}
