package io.asynccpu.values;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.support.Diary;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What code sets for the whole JVM: in the child it is as it was in the parent when the task was submitted. */
@Timeout(120)
@PoolTest
class StateOfTheParentTests {

    private static final String NAME = "com.acme.state";

    private final TimeZone zone = TimeZone.getDefault();
    private final Locale locale = Locale.getDefault();
    private final Locale displayLocale = Locale.getDefault(Locale.Category.DISPLAY);
    private final Locale formatLocale = Locale.getDefault(Locale.Category.FORMAT);
    private final Properties properties = System.getProperties();

    @TempDir
    private Path directory;

    @BeforeEach
    void copyProperties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        System.setProperties(copy);
    }

    @AfterEach
    void restore() {
        TimeZone.setDefault(zone);
        Locale.setDefault(locale);
        Locale.setDefault(Locale.Category.DISPLAY, displayLocale);
        Locale.setDefault(Locale.Category.FORMAT, formatLocale);
        System.setProperties(properties);
    }

    private static ProcessTaskPoolExecutorBuilder oneWorker() {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).cancelTasksWhenShutdown(true);
    }

    static String zoneId() {
        return TimeZone.getDefault().getID();
    }

    static String locales() {
        return Stream.of(
                        Locale.getDefault(),
                        Locale.getDefault(Locale.Category.DISPLAY),
                        Locale.getDefault(Locale.Category.FORMAT))
                .map(StateOfTheParentTests::inFull)
                .toList()
                .toString();
    }

    static String inFull(Locale locale) {
        return locale + "/" + locale.getLanguage() + "/" + locale.getCountry() + "/" + locale.getVariant() + "/"
                + locale.getScript() + "/" + locale.toLanguageTag();
    }

    static @Nullable String property(String name) {
        return System.getProperty(name);
    }

    static String zoneAndProperty() {
        return zoneId() + " " + property(NAME);
    }

    static String setsAllOtherwise() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        Locale.setDefault(Locale.JAPAN);
        System.setProperty(NAME, "of a task");
        System.setProperty("com.acme.childs.own", "of a task");
        return zoneAndProperty();
    }

    static String offset(long at) {
        return TimeZone.getDefault().getID() + " " + TimeZone.getDefault().getOffset(at) + " "
                + TimeZone.getDefault().inDaylightTime(new Date(at));
    }

    static String diesOnceAndTellsTheZone(String diary) {
        Diary.note(diary, "started");
        if (TaskContext.current().attempt() == 1) {
            Runtime.getRuntime().halt(3);
        }
        return zoneId();
    }

    static String waitsForAndTellsTheZone(String file) throws Exception {
        Diary.note(file + ".started", "started");
        HarmlessTasks.awaitsFile(file);
        return zoneId();
    }

    private static String propertyIn(ProcessTaskPoolExecutor pool, String name) {
        return pool.createProcessTask(StateOfTheParentTests::property, name).join();
    }

    private static String zoneAndPropertyIn(ProcessTaskPoolExecutor pool) {
        return pool.createProcessTask(StateOfTheParentTests::zoneAndProperty).join();
    }

    @Test
    void aWorkerThatStandsReadyTakesOverWhatIsSetBetweenTwoCalls() {
        try (var pool = oneWorker().build()) {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                    .isEqualTo("America/New_York");
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            Locale.setDefault(Locale.GERMANY);
            Locale.setDefault(Locale.Category.DISPLAY, Locale.FRANCE);
            Locale.setDefault(Locale.Category.FORMAT, Locale.ITALY);
            System.setProperty(NAME, "of the parent");

            assertThat(zoneAndPropertyIn(pool)).isEqualTo("Europe/Berlin of the parent");
            assertThat(pool.createProcessTask(StateOfTheParentTests::locales).join())
                    .isEqualTo(locales());
        }
    }

    @Test
    void aPropertyCrossesWhenItIsSetChangedAndRemoved() {
        try (var pool = oneWorker().build()) {
            assertThat(propertyIn(pool, NAME)).isNull();
            for (String value : List.of("a", "b", "", "a")) {
                System.setProperty(NAME, value);
                assertThat(propertyIn(pool, NAME)).isEqualTo(value);
            }
            System.clearProperty(NAME);
            assertThat(propertyIn(pool, NAME)).isNull();
        }
    }

    @Test
    void oneThatComesAsAnotherGoesCrosses() {
        try (var pool = oneWorker().build()) {
            System.setProperty("com.acme.first", "1");
            assertThat(propertyIn(pool, "com.acme.first")).isEqualTo("1");
            System.clearProperty("com.acme.first");
            System.setProperty("com.acme.second", "2");
            assertThat(propertyIn(pool, "com.acme.first")).isNull();
            assertThat(propertyIn(pool, "com.acme.second")).isEqualTo("2");
        }
    }

    @Test
    void callsThatAreSentAheadEachHaveTheirOwn() {
        try (var pool = oneWorker().build()) {
            List<ProcessTask<String>> tasks = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                TimeZone.setDefault(TimeZone.getTimeZone(i % 2 == 0 ? "Europe/Berlin" : "Asia/Tokyo"));
                System.setProperty(NAME, "" + i / 3);
                expected.add(zoneAndProperty());
                tasks.add(pool.createProcessTask(StateOfTheParentTests::zoneAndProperty));
            }
            assertThat(tasks).extracting(ProcessTask::join).isEqualTo(expected);
        }
    }

    @Test
    void aCallThatWaitsInTheQueueHasTheStateOfItsSubmit() throws Exception {
        Path go = directory.resolve("go");
        try (var pool = oneWorker().build()) {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            var running = pool.createProcessTask(StateOfTheParentTests::waitsForAndTellsTheZone, go.toString());
            var waiting = pool.createProcessTask(StateOfTheParentTests::zoneId);
            Diary.await(directory.resolve("go.started"), "started");
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            var last = pool.createProcessTask(StateOfTheParentTests::zoneId);
            Files.createFile(go);

            assertThat(running.join()).isEqualTo("Europe/Berlin");
            assertThat(waiting.join()).isEqualTo("Europe/Berlin");
            assertThat(last.join()).isEqualTo("Asia/Tokyo");
        }
    }

    @Test
    void aRetriedTaskHasTheStateOfItsSubmitInItsNextWorker() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = oneWorker().maxAttempts(2).build()) {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            var task = pool.createProcessTask(StateOfTheParentTests::diesOnceAndTellsTheZone, diary.toString());
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));

            assertThat(task.join()).isEqualTo("Europe/Berlin");
            assertThat(Diary.read(diary)).hasSize(2);
        }
    }

    @Test
    void whatATaskSetsOtherwiseIsNoLongerThereForTheNextOne() {
        Locale.setDefault(Locale.GERMANY);
        System.setProperty(NAME, "of the parent");
        try (var pool = oneWorker().build()) {
            assertThat(pool.createProcessTask(StateOfTheParentTests::setsAllOtherwise)
                            .join())
                    .isEqualTo("Asia/Tokyo of a task");
            assertThat(zoneAndPropertyIn(pool)).isEqualTo(zone.getID() + " of the parent");
            assertThat(pool.createProcessTask(StateOfTheParentTests::locales).join())
                    .isEqualTo(locales());
            assertThat(propertyIn(pool, "com.acme.childs.own")).isEqualTo("of a task");
        }
        assertThat(zoneAndProperty()).isEqualTo(zone.getID() + " of the parent");
    }

    @Test
    void whatTheChildWasGivenForItselfStays() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        Locale.setDefault(Locale.JAPAN);
        System.setProperty(NAME, "of the parent");
        try (var pool = oneWorker()
                .jvmArgs(
                        "-Duser.timezone=Europe/Berlin",
                        "-Duser.language=de",
                        "-Duser.country=AT",
                        "-D" + NAME + "=own")
                .build()) {
            assertThat(zoneAndPropertyIn(pool)).isEqualTo("Europe/Berlin own");
            assertThat(pool.createProcessTask(StateOfTheParentTests::locales).join())
                    .startsWith("[de_AT/");
            System.clearProperty(NAME);
            assertThat(zoneAndPropertyIn(pool)).isEqualTo("Europe/Berlin own");
        }
        try (var pool = oneWorker()
                .environment(Map.of("TZ", "America/New_York", "JAVA_TOOL_OPTIONS", "-Dx=y -D" + NAME + "=own"))
                .build()) {
            assertThat(zoneAndPropertyIn(pool)).isEqualTo("America/New_York own");
            assertThat(pool.createProcessTask(StateOfTheParentTests::locales).join())
                    .isEqualTo(locales());
        }
    }

    static final class InParis implements WorkerConfigurer {
        @Override
        public void configure() {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Paris"));
            System.setProperty(NAME, property(NAME) + ", configured");
        }
    }

    @Test
    void whatAConfigurerSetsStays() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        System.setProperty(NAME, "of the parent");
        try (var pool = oneWorker().workerConfigurer(InParis.class).build()) {
            assertThat(zoneAndPropertyIn(pool)).isEqualTo("Europe/Paris of the parent, configured");
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            Locale.setDefault(Locale.GERMANY);
            System.setProperty(NAME, "again");
            assertThat(zoneAndPropertyIn(pool)).isEqualTo("Europe/Paris of the parent, configured");
            assertThat(pool.createProcessTask(StateOfTheParentTests::locales).join())
                    .isEqualTo(locales());
        }
    }

    @Test
    void onlyWhatTheUserWantsCrosses() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        Locale.setDefault(Locale.JAPAN);
        System.setProperty("com.acme.one", "1");
        System.setProperty("com.acme.secret", "2");
        System.setProperty("org.other", "3");
        try (var pool = oneWorker()
                .properties("com.acme.*", "!com.acme.sec*", "!user.timezone")
                .build()) {
            assertThat(propertyIn(pool, "com.acme.one")).isEqualTo("1");
            assertThat(propertyIn(pool, "com.acme.secret")).isNull();
            assertThat(propertyIn(pool, "org.other")).isNull();
            assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                    .isEqualTo(zone.getID());
            assertThat(pool.createProcessTask(StateOfTheParentTests::locales).join())
                    .isEqualTo(locales());
        }
        try (var pool = oneWorker().properties("!*").build()) {
            assertThat(propertyIn(pool, "com.acme.one")).isNull();
            assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                    .isEqualTo(zone.getID());
            assertThat(pool.createProcessTask(StateOfTheParentTests::locales).join())
                    .startsWith("[" + inFull(locale));
        }
    }

    @Test
    void aRuleThatIsNoneIsNamed() {
        for (String rule : List.of("", "!", "a b", "*a", "a**", "!!a")) {
            assertThatThrownBy(() -> ProcessTaskPoolExecutor.builder().properties(rule))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("properties has \"" + rule + "\"");
        }
    }

    @Test
    void whatIsOfTheJvmDoesNotCrossAndItsOtherSettingsDo() {
        System.setProperty("user.dir", "/elsewhere");
        System.setProperty("java.io.tmpdir", "/elsewhere");
        System.setProperty("java.vm.name", "another");
        System.setProperty("catalina.base", "/an/embedded/one's");
        System.setProperty("catalina.home", "/an/embedded/one's");
        System.setProperty("java.net.preferIPv4Stack", "true");
        System.setProperty("javax.net.ssl.trustStore", "/trusted");
        System.setProperty("http.proxyHost", "proxy");
        System.setProperty("sun.net.client.defaultReadTimeout", "1000");
        System.setProperty("user.email", "a@acme.com");
        try (var pool = oneWorker().build()) {
            for (String crossing : List.of(
                    "java.net.preferIPv4Stack",
                    "javax.net.ssl.trustStore",
                    "http.proxyHost",
                    "sun.net.client.defaultReadTimeout",
                    "user.email")) {
                assertThat(propertyIn(pool, crossing)).isEqualTo(System.getProperty(crossing));
            }
            for (String own : List.of("user.dir", "java.io.tmpdir", "java.vm.name", "catalina.base", "catalina.home")) {
                assertThat(propertyIn(pool, own)).isNotEqualTo(System.getProperty(own));
            }
        }
    }

    @Test
    void whatIsNoTextOrTooLongHoldsUpNobody() {
        Properties all = System.getProperties();
        all.put("com.acme.number", 5);
        all.put(7, "seven");
        all.put("", "nameless");
        all.put("com.acme.long", "x".repeat(100_000));
        all.put(NAME, "short");
        try (var pool = oneWorker().build()) {
            assertThat(propertyIn(pool, NAME)).isEqualTo("short");
            assertThat(propertyIn(pool, "com.acme.long")).isNull();
            // They become what can cross, and their number is the same.
            all.put("com.acme.number", "6");
            all.put("com.acme.long", "y");
            assertThat(propertyIn(pool, "com.acme.number")).isEqualTo("6");
            assertThat(propertyIn(pool, "com.acme.long")).isEqualTo("y");
        }
    }

    /** What somebody has put in the place of the JVM's. */
    static final class Unreadable extends Properties {
        private static final long serialVersionUID = 1L;

        @Override
        public int size() {
            throw new UnsupportedOperationException("nobody may count them");
        }
    }

    @Test
    void propertiesThatCannotBeReadHoldUpNobody() {
        try (var pool = oneWorker().build()) {
            assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                    .isEqualTo(zone.getID());
            Properties before = System.getProperties();
            Properties unreadable = new Unreadable();
            unreadable.putAll(before);
            System.setProperties(unreadable);
            try {
                TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
                assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                        .isEqualTo("Asia/Tokyo");
            } finally {
                System.setProperties(before);
            }
        }
    }

    @Test
    void defaultsOfPropertiesCross() {
        Properties defaults = new Properties();
        defaults.setProperty(NAME, "by default");
        Properties replaced = new Properties(defaults);
        replaced.putAll(System.getProperties());
        System.setProperties(replaced);
        try (var pool = oneWorker().build()) {
            assertThat(propertyIn(pool, NAME)).isEqualTo("by default");
            defaults.setProperty(NAME, "changed");
            assertThat(propertyIn(pool, NAME)).isEqualTo("changed");
            defaults.setProperty("com.acme.new", "new");
            assertThat(propertyIn(pool, "com.acme.new")).isEqualTo("new");
        }
    }

    @Test
    void everyLocaleCrosses() {
        List<Locale> odd = List.of(
                Locale.ROOT,
                new Locale("ja", "JP", "JP"),
                new Locale("no", "NO", "NY"),
                new Locale("th", "TH", "TH"),
                new Locale("iw", "IL"),
                new Locale("de", "", "POSIX"),
                new Locale("de", "DE", "not_bcp_47"),
                Locale.forLanguageTag("sr-Latn-RS"),
                Locale.forLanguageTag("de-DE-u-co-phonebk-nu-latn"),
                Locale.forLanguageTag("x-private"),
                Locale.forLanguageTag("en-US-x-lvariant-ABC"),
                Locale.forLanguageTag("ar-EG-u-nu-latn-x-own"),
                Locale.forLanguageTag("sl-rozaj-biske"),
                Locale.forLanguageTag("es-419"));
        try (var pool = oneWorker().build()) {
            for (Locale one : odd) {
                Locale.setDefault(one);
                Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("en-US-u-ca-buddhist"));
                assertThat(pool.createProcessTask(StateOfTheParentTests::locales)
                                .join())
                        .isEqualTo(locales());
            }
        }
    }

    /** A zone of the application's. */
    static final class OwnZone extends SimpleTimeZone {
        private static final long serialVersionUID = 1L;
        private final @Nullable Object held;

        OwnZone(@Nullable Object held) {
            super(90_000, "Acme/Own");
            this.held = held;
        }

        @Override
        public String getID() {
            return super.getID() + held;
        }
    }

    @Test
    void everyZoneCrossesByItsIdOrItsRules() {
        TimeZone renamed = TimeZone.getTimeZone("Europe/Berlin");
        renamed.setID("Acme/Renamed");
        List<TimeZone> odd = List.of(
                TimeZone.getTimeZone("GMT+05:30"),
                TimeZone.getTimeZone("GMT"),
                TimeZone.getTimeZone("PST"),
                TimeZone.getTimeZone("America/Argentina/Buenos_Aires"),
                new SimpleTimeZone(3_600_000, "Acme/Unknown", 2, -1, 1, 7_200_000, 9, -1, 1, 7_200_000),
                new SimpleTimeZone(3_600_000, "Europe/Berlin"),
                renamed,
                new OwnZone(null));
        long summer = 1_750_000_000_000L;
        try (var pool = oneWorker().build()) {
            for (TimeZone one : odd) {
                TimeZone.setDefault(one);
                assertThat(pool.createProcessTask(StateOfTheParentTests::offset, summer)
                                .join())
                        .isEqualTo(offset(summer));
            }
        }
    }

    @Test
    void aZoneThatCannotCrossLeavesTheChildWithTheOneBefore() {
        try (var pool = oneWorker().build()) {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                    .isEqualTo("Asia/Tokyo");
            TimeZone.setDefault(new OwnZone(new Object()));
            assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                    .isEqualTo("Asia/Tokyo");
        }
    }

    private interface Doing {
        void run() throws IOException;
    }

    /** Does that where it is read: in a child. */
    enum Reading implements Doing {
        FAILS {
            @Override
            public void run() {
                throw new IllegalStateException("not to be read");
            }
        },
        BREAKS {
            @Override
            public void run() {
                throw new AssertionError("not to be read");
            }
        },
        OVERFLOWS {
            @Override
            public void run() {
                overflow(0);
            }
        },
        LASTS {
            @Override
            public void run() throws IOException {
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        };

        @SuppressWarnings("InfiniteRecursion") // Until the stack is full.
        static int overflow(int depth) {
            return overflow(depth + 1) + 1;
        }
    }

    static final class OddlyReadZone extends SimpleTimeZone {
        private static final long serialVersionUID = 1L;
        private final Reading reading;
        private final String diary;
        private final long parent = ProcessHandle.current().pid();

        OddlyReadZone(Reading reading, Path diary) {
            super(90_000, "Acme/" + reading);
            this.reading = reading;
            this.diary = diary.toString();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (ProcessHandle.current().pid() == parent) {
                throw new AssertionError("The parent has no use for it");
            }
            Diary.note(diary, "reads");
            reading.run();
        }
    }

    @Thorough
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LASTS")
    void whatAZoneThrowsInTheChildIsNeitherAWorkersEndNorItsTasks(Reading reading) throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = oneWorker().build()) {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            long worker = pool.createProcessTask(Tasks::pid).join();
            TimeZone.setDefault(new OddlyReadZone(reading, diary));
            for (String value : List.of("a", "b", "c")) {
                System.setProperty(NAME, value);
                assertThat(zoneAndPropertyIn(pool)).isEqualTo("Asia/Tokyo " + value);
            }
            assertThat(pool.createProcessTask(Tasks::pid).join()).isEqualTo(worker);
        }
        // Twice at most: where the rehearsal of a new worker comes to it, too.
        assertThat(Diary.read(diary)).hasSizeBetween(1, 2);
        try (var pool = oneWorker().build()) {
            assertThat(zoneAndPropertyIn(pool)).isEqualTo(zone.getID() + " c");
        }
    }

    @Test
    void aZoneThatIsReadWithoutEndHoldsUpItsTaskAloneAndNotWhoHearsThePool() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool =
                oneWorker().threadsPerWorker(2).cancelGracePeriod(ofMinutes(1)).build()) {
            long worker = pool.createProcessTask(Tasks::pid).join();
            TimeZone.setDefault(new OddlyReadZone(Reading.LASTS, diary));
            var stuck = pool.createProcessTask(StateOfTheParentTests::zoneId);
            Diary.await(diary, "reads");
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                    .isEqualTo("Europe/Berlin");
            stuck.cancel(true);
            assertThat(pool.createProcessTask(Tasks::pid).join()).isEqualTo(worker);
        }
    }

    /** Is compared by its friend only. */
    static final class ShyZone extends SimpleTimeZone {
        private static final long serialVersionUID = 1L;
        private static volatile @Nullable Thread friend;
        private static volatile Runnable otherwise = () -> {};

        ShyZone() {
            super(90_000, "Acme/Shy");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (friend != null && friend != Thread.currentThread()) {
                otherwise.run();
            }
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    @Test
    void whatAZoneThrowsInTheParentKeepsNoWorkerFromItsStart() {
        ShyZone.friend = Thread.currentThread();
        ShyZone.otherwise = () -> {
            throw new AssertionError("not to be compared");
        };
        TimeZone.setDefault(new ShyZone());
        try (var pool = oneWorker().build()) {
            assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                    .isEqualTo("Acme/Shy");
        } finally {
            ShyZone.friend = null;
        }
    }

    @Test
    void aZoneThatIsComparedWithoutEndInTheParentKeepsNoWorkerFromItsStart() {
        CountDownLatch end = new CountDownLatch(1);
        ShyZone.friend = Thread.currentThread();
        ShyZone.otherwise = () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        TimeZone.setDefault(new ShyZone());
        try (var pool = oneWorker().build()) {
            assertThat(pool.createProcessTask(StateOfTheParentTests::zoneId).join())
                    .isEqualTo("Acme/Shy");
        } finally {
            ShyZone.friend = null;
            end.countDown();
        }
    }

    @Test
    void aPoolInThisJvmSetsNothing() throws Exception {
        Path go = directory.resolve("go");
        try (var pool = oneWorker().inProcess(true).build()) {
            var task = pool.createProcessTask(StateOfTheParentTests::waitsForAndTellsTheZone, go.toString());
            Diary.await(directory.resolve("go.started"), "started");
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            Files.createFile(go);
            assertThat(task.join()).isEqualTo("Asia/Tokyo");
            System.setProperty(NAME, "now");
            assertThat(pool.createProcessTask(Tasks::pid).join())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(zoneAndProperty()).isEqualTo("Asia/Tokyo now");
        }
    }
}
