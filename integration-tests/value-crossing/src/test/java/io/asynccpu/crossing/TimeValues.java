package io.asynccpu.crossing;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.HijrahDate;
import java.time.chrono.IsoChronology;
import java.time.chrono.JapaneseDate;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.time.zone.ZoneRules;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;

/** Points in time, spans and calendars, old and new. */
final class TimeValues {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDateTime DAY = LocalDateTime.of(2024, 10, 27, 2, 30, 15, 123_456_789);

    private TimeValues() {}

    static List<Sample> samples() {
        Samples samples = new Samples("time");
        modern(samples);
        zones(samples);
        old(samples);
        calendars(samples);
        return samples.list();
    }

    private static void modern(Samples samples) {
        samples.everywhere("Instant with nanoseconds", Instant.class, () -> Instant.ofEpochSecond(1, 123_456_789))
                .add("Instant.MAX", Instant.class, () -> Instant.MAX)
                .add("Instant.MIN", Instant.class, () -> Instant.MIN)
                .add("Instant before 1970", Instant.class, () -> Instant.ofEpochSecond(-1, 999_999_999))
                .everywhere("LocalDate", LocalDate.class, DAY::toLocalDate)
                .add("LocalDate.MIN", LocalDate.class, () -> LocalDate.MIN)
                .everywhere("LocalTime", LocalTime.class, DAY::toLocalTime)
                .add("LocalTime of a full minute", LocalTime.class, () -> LocalTime.of(12, 0))
                .everywhere("LocalDateTime", LocalDateTime.class, () -> DAY)
                .add("LocalDateTime.MAX", LocalDateTime.class, () -> LocalDateTime.MAX)
                .everywhere("OffsetDateTime", OffsetDateTime.class, () -> DAY.atOffset(ZoneOffset.ofHours(5)))
                .add("OffsetDateTime.MAX", OffsetDateTime.class, () -> OffsetDateTime.MAX)
                .add("OffsetDateTime.MIN", OffsetDateTime.class, () -> OffsetDateTime.MIN)
                .everywhere("OffsetTime", OffsetTime.class, () -> OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHours(-3)))
                .everywhere("ZonedDateTime", ZonedDateTime.class, () -> DAY.atZone(BERLIN))
                .everywhere(
                        "ZonedDateTime in the later of two equal hours", ZonedDateTime.class, () -> DAY.atZone(BERLIN)
                                .withLaterOffsetAtOverlap())
                .add(
                        "ZonedDateTime in an offset",
                        ZonedDateTime.class,
                        () -> DAY.atZone(ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)))
                .add("ZonedDateTime in UTC", ZonedDateTime.class, () -> DAY.atZone(ZoneId.of("UTC")))
                .add("ZonedDateTime in Z", ZonedDateTime.class, () -> DAY.atZone(ZoneOffset.UTC))
                .add("ZonedDateTime in GMT+2", ZonedDateTime.class, () -> DAY.atZone(ZoneId.of("GMT+2")))
                .everywhere("Duration", Duration.class, () -> Duration.ofSeconds(-1, 1))
                .add("Duration, the longest", Duration.class, () -> Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
                .everywhere("Period", Period.class, () -> Period.of(1, -14, 40))
                .everywhere("Year", Year.class, () -> Year.of(-44))
                .add("Year.MAX_VALUE", Year.class, () -> Year.of(Year.MAX_VALUE))
                .everywhere("YearMonth", YearMonth.class, () -> YearMonth.of(2024, 2))
                .add("YearMonth of five digits", YearMonth.class, () -> YearMonth.of(12_024, 2))
                .everywhere("MonthDay", MonthDay.class, () -> MonthDay.of(2, 29))
                .everywhere("DayOfWeek", DayOfWeek.class, () -> DayOfWeek.SUNDAY)
                .everywhere("Month", Month.class, () -> Month.FEBRUARY)
                .everywhere("HijrahDate", HijrahDate.class, () -> HijrahDate.of(1445, 9, 1))
                .everywhere("JapaneseDate", JapaneseDate.class, () -> JapaneseDate.of(2024, 2, 29))
                .everywhere("MinguoDate", MinguoDate.class, () -> MinguoDate.of(113, 2, 29))
                .everywhere("ThaiBuddhistDate", ThaiBuddhistDate.class, () -> ThaiBuddhistDate.of(2567, 2, 29))
                .add("IsoChronology", IsoChronology.class, () -> IsoChronology.INSTANCE)
                .add("a Temporal", Temporal.class, () -> DAY)
                .add("a TemporalAmount", TemporalAmount.class, () -> Period.ofDays(1))
                .add("ValueRange", ValueRange.class, () -> ValueRange.of(1, 28, 31))
                .add("WeekFields", WeekFields.class, () -> WeekFields.of(Locale.US))
                .everywhere("ChronoUnit", ChronoUnit.class, () -> ChronoUnit.FOREVER)
                .add("ChronoField", ChronoField.class, () -> ChronoField.AMPM_OF_DAY)
                .add("Clock, fixed", Clock.class, () -> Clock.fixed(Instant.EPOCH, BERLIN))
                .add("DateTimeFormatter", DateTimeFormatter.class, () -> DateTimeFormatter.ISO_DATE);
    }

    private static void zones(Samples samples) {
        samples.everywhere("ZoneId of a region", ZoneId.class, () -> BERLIN)
                .everywhere("ZoneId that is an offset", ZoneId.class, () -> ZoneId.of("+01:30"))
                .add("ZoneId UTC", ZoneId.class, () -> ZoneId.of("UTC"))
                .add("ZoneId of the old form", ZoneId.class, () -> ZoneId.of("UTC+01:00"))
                .everywhere("ZoneOffset", ZoneOffset.class, () -> ZoneOffset.ofHoursMinutesSeconds(-1, -2, -3))
                .add("ZoneRules", ZoneRules.class, BERLIN::getRules)
                .everywhere("TimeZone", TimeZone.class, () -> TimeZone.getTimeZone("America/New_York"))
                .add("TimeZone of an offset", TimeZone.class, () -> TimeZone.getTimeZone("GMT+01:30"))
                .add("TimeZone with another offset than its rules", TimeZone.class, TimeValues::movedZone)
                .everywhere("SimpleTimeZone", SimpleTimeZone.class, TimeValues::simpleZone)
                .add("SimpleTimeZone as TimeZone", TimeZone.class, TimeValues::simpleZone);
    }

    private static TimeZone movedZone() {
        TimeZone zone = TimeZone.getTimeZone("Europe/Berlin");
        zone.setRawOffset(7_200_000);
        return zone;
    }

    private static SimpleTimeZone simpleZone() {
        return new SimpleTimeZone(3_600_000, "Mine", 2, -1, 1, 7_200_000, 9, -1, 1, 7_200_000);
    }

    private static void old(Samples samples) {
        samples.everywhere("Date", Date.class, () -> new Date(1_234_567_890_123L))
                .add("Date, the first", Date.class, () -> new Date(Long.MIN_VALUE))
                .add("Date, the last", Date.class, () -> new Date(Long.MAX_VALUE))
                .everywhere("sql.Timestamp", java.sql.Timestamp.class, TimeValues::timestamp)
                .add("sql.Timestamp as Date", Date.class, TimeValues::timestamp)
                .add("sql.Timestamp in a list of dates", new TypeOf<List<Date>>() {}, () -> List.of(timestamp()))
                .everywhere("sql.Date", java.sql.Date.class, () -> new java.sql.Date(86_400_000L * 20_000))
                .add("sql.Date with a time", java.sql.Date.class, () -> new java.sql.Date(1_234_567_890_123L))
                .add("sql.Date as Date", Date.class, () -> new java.sql.Date(1_234_567_890_123L))
                .everywhere("sql.Time", java.sql.Time.class, () -> new java.sql.Time(45_296_000L))
                .add(
                        "sql.Time with milliseconds and a day",
                        java.sql.Time.class,
                        () -> new java.sql.Time(1_234_567_890_123L))
                .add("sql.Time as Date", Date.class, () -> new java.sql.Time(45_296_789L));
    }

    private static java.sql.Timestamp timestamp() {
        java.sql.Timestamp timestamp = new java.sql.Timestamp(1_234_567_890_123L);
        timestamp.setNanos(123_456_789);
        return timestamp;
    }

    private static void calendars(Samples samples) {
        samples.everywhere(
                        "GregorianCalendar", GregorianCalendar.class, () -> GregorianCalendar.from(DAY.atZone(BERLIN)))
                .add("GregorianCalendar as Calendar", Calendar.class, () -> GregorianCalendar.from(DAY.atZone(BERLIN)))
                .add("Calendar, not lenient, Monday first", Calendar.class, TimeValues::strictCalendar)
                .add("GregorianCalendar of Pope and Tsar", GregorianCalendar.class, TimeValues::russianCalendar)
                .add("Calendar, Buddhist", Calendar.class, () -> new Calendar.Builder()
                        .setCalendarType("buddhist")
                        .setInstant(0)
                        .setTimeZone(TimeZone.getTimeZone("Asia/Bangkok"))
                        .build())
                .add("Calendar, Japanese", Calendar.class, () -> new Calendar.Builder()
                        .setCalendarType("japanese")
                        .setInstant(0)
                        .setTimeZone(TimeZone.getTimeZone("Asia/Tokyo"))
                        .build())
                .everywhere("XMLGregorianCalendar", XMLGregorianCalendar.class, () -> DatatypeFactory.newInstance()
                        .newXMLGregorianCalendar("2024-02-29T12:30:15.123456789+05:30"))
                .add("XMLGregorianCalendar of a month", XMLGregorianCalendar.class, () -> DatatypeFactory.newInstance()
                        .newXMLGregorianCalendar("--02"))
                .add("xml Duration", javax.xml.datatype.Duration.class, () -> DatatypeFactory.newInstance()
                        .newDuration("P1Y14M3DT4H5M6.7S"));
    }

    private static Calendar strictCalendar() {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Kathmandu"), Locale.FRANCE);
        calendar.setTimeInMillis(1_234_567_890_123L);
        calendar.setLenient(false);
        calendar.setFirstDayOfWeek(Calendar.MONDAY);
        calendar.setMinimalDaysInFirstWeek(4);
        return calendar;
    }

    private static GregorianCalendar russianCalendar() {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Europe/Moscow"), Locale.ROOT);
        calendar.setGregorianChange(new Date(-1_640_995_200_000L));
        calendar.setTimeInMillis(-2_000_000_000_000L);
        return calendar;
    }
}
