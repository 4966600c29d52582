package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.Chronology;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistDate;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import java.util.function.Consumer;

/** The shapes of dates, times, calendars and zones. */
@SuppressWarnings("JavaUtilDate") // applications use them
final class TimeShapes {

    private TimeShapes() {}

    static void addTo(Consumer<Shape> all) {
        all.accept(ScalarShape.of(Instant.class, TimeShapes::write, TimeShapes::readInstant));
        all.accept(ScalarShape.of(
                Duration.class,
                (v, out) -> pair(v.getSeconds(), v.getNano(), out),
                in -> Duration.ofSeconds(in.longInteger(), in.integer())));
        all.accept(ScalarShape.of(LocalDate.class, TimeShapes::write, TimeShapes::readDate));
        all.accept(ScalarShape.of(LocalTime.class, TimeShapes::write, TimeShapes::readTime));
        all.accept(ScalarShape.of(LocalDateTime.class, TimeShapes::write, TimeShapes::readDateTime));
        all.accept(ScalarShape.of(
                ZoneOffset.class,
                (v, out) -> out.out().writeNumber(v.getTotalSeconds()),
                in -> ZoneOffset.ofTotalSeconds(in.integer())));
        all.accept(ScalarShape.of(ZoneId.class, (v, out) -> out.string(v.getId()), in -> ZoneId.of(in.string())));
        all.accept(ScalarShape.of(
                OffsetDateTime.class,
                (v, out) -> {
                    write(v.toLocalDateTime(), out);
                    out.out().writeNumber(v.getOffset().getTotalSeconds());
                },
                in -> OffsetDateTime.of(readDateTime(in), ZoneOffset.ofTotalSeconds(in.integer()))));
        all.accept(ScalarShape.of(
                OffsetTime.class,
                (v, out) -> {
                    write(v.toLocalTime(), out);
                    out.out().writeNumber(v.getOffset().getTotalSeconds());
                },
                in -> OffsetTime.of(readTime(in), ZoneOffset.ofTotalSeconds(in.integer()))));
        all.accept(ScalarShape.of(
                ZonedDateTime.class,
                (v, out) -> {
                    write(v.toLocalDateTime(), out);
                    out.out().writeNumber(v.getOffset().getTotalSeconds());
                    out.string(v.getZone().getId());
                },
                in -> {
                    LocalDateTime local = readDateTime(in);
                    ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.integer());
                    return ZonedDateTime.ofLocal(local, ZoneId.of(in.string()), offset);
                }));
        all.accept(ScalarShape.of(
                Period.class,
                (v, out) -> {
                    pair(v.getYears(), v.getMonths(), out);
                    out.out().writeNumber(v.getDays());
                },
                in -> Period.of(in.integer(), in.integer(), in.integer())));
        all.accept(ScalarShape.of(
                Year.class, (v, out) -> out.out().writeNumber(v.getValue()), in -> Year.of(in.integer())));
        all.accept(ScalarShape.of(
                YearMonth.class,
                (v, out) -> pair(v.getYear(), v.getMonthValue(), out),
                in -> YearMonth.of(in.integer(), in.integer())));
        all.accept(ScalarShape.of(
                MonthDay.class,
                (v, out) -> pair(v.getMonthValue(), v.getDayOfMonth(), out),
                in -> MonthDay.of(in.integer(), in.integer())));
        all.accept(ScalarShape.of(
                FileTime.class, (v, out) -> write(v.toInstant(), out), in -> FileTime.from(readInstant(in))));
        all.accept(chrono(HijrahDate.class));
        all.accept(chrono(JapaneseDate.class));
        all.accept(chrono(MinguoDate.class));
        all.accept(chrono(ThaiBuddhistDate.class));
        all.accept(ScalarShape.mutable(
                Date.class, (v, out) -> out.out().writeNumber(v.getTime()), in -> new Date(in.longInteger())));
        all.accept(ScalarShape.mutable(GregorianCalendar.class, TimeShapes::write, TimeShapes::readCalendar));
        all.accept(ScalarShape.mutable(TimeZone.class, TimeShapes::write, in -> TimeZone.getTimeZone(in.string())));
    }

    private static void pair(long first, int second, GraphWriter out) {
        out.out().writeNumber(first);
        out.out().writeNumber(second);
    }

    private static void write(Instant value, GraphWriter out) {
        pair(value.getEpochSecond(), value.getNano(), out);
    }

    private static Instant readInstant(GraphReader in) throws UncrossableException {
        return Instant.ofEpochSecond(in.longInteger(), in.integer());
    }

    private static void write(LocalDate value, GraphWriter out) {
        out.out().writeNumber(value.toEpochDay());
    }

    private static LocalDate readDate(GraphReader in) throws UncrossableException {
        return LocalDate.ofEpochDay(in.longInteger());
    }

    private static void write(LocalTime value, GraphWriter out) {
        out.out().writeNumber(value.toNanoOfDay());
    }

    private static LocalTime readTime(GraphReader in) throws UncrossableException {
        return LocalTime.ofNanoOfDay(in.longInteger());
    }

    private static void write(LocalDateTime value, GraphWriter out) {
        write(value.toLocalDate(), out);
        write(value.toLocalTime(), out);
    }

    private static LocalDateTime readDateTime(GraphReader in) throws UncrossableException {
        return LocalDateTime.of(readDate(in), readTime(in));
    }

    private static <T extends ChronoLocalDate> Shape chrono(Class<T> type) {
        return ScalarShape.of(
                type,
                (v, out) -> {
                    out.string(v.getChronology().getId());
                    out.out().writeNumber(v.toEpochDay());
                },
                in -> {
                    Chronology chronology = Chronology.of(in.string());
                    return type.cast(chronology.dateEpochDay(in.longInteger()));
                });
    }

    /** Refuses a zone that differs from the JDK's zone of the same id. */
    private static void write(TimeZone value, GraphWriter out) throws UncrossableException {
        if (!value.equals(TimeZone.getTimeZone(value.getID()))) {
            throw new UncrossableException("the time zone " + value.getID()
                    + " differs from the JDK's of that name; pass its name, or a SimpleTimeZone");
        }
        out.string(value.getID());
    }

    private static void write(GregorianCalendar value, GraphWriter out) throws UncrossableException {
        write(value.getTimeZone(), out);
        out.out().writeNumber(value.isLenient() ? value.getTimeInMillis() : strictMillis(value));
        out.out().writeNumber(value.getGregorianChange().getTime());
        out.out().writeBoolean(value.isLenient());
        pair(value.getFirstDayOfWeek(), value.getMinimalDaysInFirstWeek(), out);
    }

    private static long strictMillis(GregorianCalendar value) throws UncrossableException {
        try {
            return value.getTimeInMillis();
        } catch (IllegalArgumentException e) {
            throw new UncrossableException("a calendar whose fields are not a valid date: " + e.getMessage(), e);
        }
    }

    private static GregorianCalendar readCalendar(GraphReader in) throws UncrossableException {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(in.string()));
        long millis = in.longInteger();
        calendar.setGregorianChange(new Date(in.longInteger()));
        calendar.setTimeInMillis(millis);
        boolean lenient = in.bool();
        calendar.setFirstDayOfWeek(in.integer());
        calendar.setMinimalDaysInFirstWeek(in.integer());
        calendar.setLenient(lenient);
        return calendar;
    }
}
