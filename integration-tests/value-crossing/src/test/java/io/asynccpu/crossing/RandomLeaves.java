package io.asynccpu.crossing;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Random values without parts. */
final class RandomLeaves {

    private static final List<String> TEXTS =
            List.of("", "a", "ä", "😀", "\uD83D", "\0", "null", "long text ".repeat(20), "@type");
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("Europe/Berlin"), ZoneId.of("UTC"), ZoneOffset.ofHours(-3));
    private static final Map<Class<?>, Function<RandomGenerator, Object>> MAKERS = new LinkedHashMap<>();

    static {
        MAKERS.put(String.class, random -> one(random, TEXTS) + random.nextInt(3));
        MAKERS.put(Integer.class, random -> random.nextInt(5) == 0 ? Integer.MIN_VALUE : random.nextInt(100));
        MAKERS.put(Long.class, random -> random.nextBoolean() ? random.nextLong() : random.nextLong(100));
        MAKERS.put(Short.class, random -> (short) random.nextInt());
        MAKERS.put(Byte.class, random -> (byte) random.nextInt());
        MAKERS.put(Character.class, random -> (char) random.nextInt());
        MAKERS.put(Boolean.class, RandomGenerator::nextBoolean);
        MAKERS.put(Double.class, random -> one(random, List.of(-0.0, 0.0, Double.NaN, 0.1, 1e300, 7.0)));
        MAKERS.put(Float.class, random -> one(random, List.of(-0f, Float.NaN, 0.1f, Float.MIN_VALUE, 7f)));
        MAKERS.put(
                BigDecimal.class,
                random -> new BigDecimal(BigInteger.valueOf(random.nextLong(1000)), random.nextInt(9) - 4));
        MAKERS.put(BigInteger.class, random -> BigInteger.valueOf(random.nextLong())
                .pow(random.nextInt(1, 4)));
        MAKERS.put(UUID.class, random -> new UUID(random.nextLong(), random.nextLong()));
        MAKERS.put(
                Instant.class,
                random -> Instant.ofEpochSecond(random.nextLong(1L << 40), random.nextLong(1_000_000_000)));
        MAKERS.put(LocalDate.class, random -> LocalDate.ofEpochDay(random.nextLong(100_000)));
        MAKERS.put(LocalDateTime.class, random -> LocalDateTime.ofEpochSecond(random.nextInt(), 7, ZoneOffset.UTC));
        MAKERS.put(OffsetDateTime.class, random -> Instant.ofEpochSecond(random.nextInt())
                .atOffset(ZoneOffset.ofHours(2)));
        MAKERS.put(ZonedDateTime.class, random -> Instant.ofEpochSecond(random.nextInt())
                .atZone(one(random, ZONES)));
        MAKERS.put(Duration.class, random -> Duration.ofNanos(random.nextLong()));
        MAKERS.put(DayOfWeek.class, random -> one(random, List.of(DayOfWeek.values())));
        MAKERS.put(EnumValues.Operation.class, random -> one(random, List.of(EnumValues.Operation.values())));
        MAKERS.put(ZoneId.class, random -> one(random, ZONES));
        MAKERS.put(Locale.class, random -> one(random, List.of(Locale.GERMANY, Locale.ROOT)));
        MAKERS.put(URI.class, random -> URI.create("a:" + random.nextInt(9)));
        MAKERS.put(File.class, random -> new File("/a/" + random.nextInt(9)));
        MAKERS.put(Date.class, random -> new Date(random.nextLong(1L << 41)));
        MAKERS.put(Timestamp.class, random -> {
            Timestamp timestamp = new Timestamp(random.nextLong(1L << 41));
            timestamp.setNanos(random.nextInt(1_000_000_000));
            return timestamp;
        });
    }

    private static final List<Class<?>> TYPES = List.copyOf(MAKERS.keySet());
    private static final List<Class<?>> MUTABLE = List.of(Date.class, Timestamp.class);

    private RandomLeaves() {}

    static Class<?> type(RandomGenerator random) {
        return one(random, TYPES);
    }

    static Object value(RandomGenerator random, Class<?> type) {
        return MAKERS.get(type).apply(random);
    }

    static boolean has(Class<?> type) {
        return MAKERS.containsKey(type);
    }

    /** Of these one object may be in two places, which is another thing than two. */
    static boolean isShared(Class<?> type) {
        return MUTABLE.contains(type);
    }

    static <T> T one(RandomGenerator random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
