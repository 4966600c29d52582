package io.asynccpu.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.support.PoolTest;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.appender.rolling.DefaultRolloverStrategy;
import org.apache.logging.log4j.core.appender.rolling.TimeBasedTriggeringPolicy;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Lines that a child has made to harm its parent's log. */
@DisabledIfSystemProperty(named = "slf4j.provider", matches = ".*") // Then it is not Log4j.
@Timeout(120)
@PoolTest
class HostileLinesTests {

    @TempDir
    private Path directory;

    private RollingFileAppender daily() {
        RollingFileAppender daily = RollingFileAppender.newBuilder()
                .setName("daily")
                .withFileName(directory.resolve("audit.log").toString())
                .withFilePattern(directory.resolve("audit-%d{yyyy-MM-dd}.log").toString())
                .setLayout(PatternLayout.newBuilder()
                        .withPattern("%d{yyyy-MM-dd} %msg%n")
                        .build())
                .withPolicy(TimeBasedTriggeringPolicy.newBuilder().build())
                .withStrategy(DefaultRolloverStrategy.newBuilder()
                        .withConfig(Arrivals.context().getConfiguration())
                        .build())
                .setConfiguration(Arrivals.context().getConfiguration())
                .build();
        daily.start();
        Arrivals.root().addAppender(daily, Level.INFO, null);
        return daily;
    }

    /** In the child. */
    static int datesItsLines() {
        Logger logger = (Logger) LogManager.getLogger("the.dated.line");
        for (int day = -400; day <= 400; day += 50) {
            Instant then = Instant.now().plus(Duration.ofDays(day));
            MutableInstant time = new MutableInstant();
            time.initFromEpochSecond(then.getEpochSecond(), then.getNano());
            logger.get()
                    .log(Log4jLogEvent.newBuilder()
                            .setLoggerName(logger.getName())
                            .setLevel(Level.INFO)
                            .setMessage(new SimpleMessage("day " + day))
                            .setThreadName("t")
                            .setInstant(time)
                            .build());
        }
        return 0;
    }

    /** A policy that deletes old files would then delete the newest. */
    @Test
    void linesOfAnotherDayRollNoFileOver() throws Exception {
        Instant before = Instant.now();
        RollingFileAppender daily = daily();
        try (Arrivals arrivals = Arrivals.listen()) {
            LogManager.getLogger("the.auditor").info("to be kept");
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                pool.createProcessTask(HostileLinesTests::datesItsLines).join();
            }
            assertThat(arrivals.of("the.dated.line")).hasSize(17).allSatisfy(event -> assertThat(LinesTests.time(event))
                    .isBetween(before, Instant.now()));
        } finally {
            Arrivals.root().removeAppender("daily");
            daily.stop();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("audit.log"));
        }
        assertThat(Files.readString(directory.resolve("audit.log"))).contains("to be kept", "day -400", "day 400");
    }

    /** In the child. */
    static int makesUpNames(String by) {
        for (int i = 0; i < 3_000; i++) {
            LogManager.getLogger("made.up.by." + by + "." + i).info("line {}", i);
        }
        LogManager.getLogger(LinesTests.class).info("known");
        return 0;
    }

    @Test
    void namesOfLoggersAreBoundedOverAllWorkersOfAPool() {
        int before = Arrivals.context().getLoggers().size();
        // Held, as Log4j 2 forgets a logger that nobody holds, and it would be as unknown as the made-up ones.
        var known = LogManager.getLogger(LinesTests.class);
        try (Arrivals arrivals = Arrivals.listen()) {
            try (var pool = ProcessTaskPoolExecutor.builder()
                    .name("prolific")
                    .maxWorkers(1)
                    .maxTasksPerWorker(1)
                    .build()) {
                for (String by : List.of("one", "two", "three")) {
                    pool.createProcessTask(HostileLinesTests::makesUpNames, by).join();
                }
            }
            List<LogEvent> others = arrivals.of("io.asynccpu.worker.prolific.log");
            assertThat(others).hasSizeBetween(4_000, 4_100).allSatisfy(event -> assertThat(
                            event.getContextData().toMap())
                    .containsEntry("asynccpu.pool", "prolific")
                    .hasEntrySatisfying(
                            "asynccpu.logger", name -> assertThat(name).startsWith("made.up.by.")));
            assertThat(arrivals.messages(LinesTests.class.getName())).containsExactly("known", "known", "known");
        }
        Reference.reachabilityFence(known);
        assertThat(Arrivals.context().getLoggers().size() - before).isLessThan(5_100);
    }

    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static volatile boolean hangs;

    /** In the parent, once that wants it to, it never says what it is. */
    static final class NeverSays extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NeverSays(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public String getMessage() {
            hang();
            return super.getMessage();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            hang();
            return super.getStackTrace();
        }

        private static void hang() {
            try {
                if (hangs) {
                    NEVER.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** In the child. */
    static int logsIt(String message) {
        LogManager.getLogger("the.silent.line")
                .error(message, new IllegalStateException("around " + message, new NeverSays(message, null)));
        return 0;
    }

    @Test
    void aThrowableThatWasHarmlessAtFirstHoldsUpNoWorkersThread() {
        PatternLayout layout =
                PatternLayout.newBuilder().withPattern("%msg%n%xEx").build();
        List<String> printed = new CopyOnWriteArrayList<>();
        try (Arrivals arrivals = Arrivals.listen();
                var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            try {
                pool.createProcessTask(HostileLinesTests::logsIt, "one").join();
                hangs = true;
                assertThat(pool.createProcessTask(HostileLinesTests::logsIt, "two"))
                        .succeedsWithin(Duration.ofSeconds(60));
                assertThat(arrivals.of("the.silent.line")).hasSize(2).allSatisfy(event -> {
                    // A test that hangs here is ended by its timeout.
                    printed.add(layout.toSerializable(event));
                    assertThat(event.getThrown()).isExactlyInstanceOf(IllegalStateException.class);
                    assertThat(event.getThrown().getCause().getClass().getName())
                            .isEqualTo(NeverSays.class.getName());
                });
            } finally {
                // Before the pool waits for the thread that hangs.
                hangs = false;
                NEVER.countDown();
            }
        }
        assertThat(printed.get(1))
                .contains(
                        IllegalStateException.class.getName() + ": around two",
                        "Caused by: " + NeverSays.class.getName() + ": two",
                        "HostileLinesTests.logsIt");
    }

    /** In the child. */
    static int makesUpFrames(int by) {
        for (int i = 0; i < 60; i++) {
            Throwable thrown = new IllegalStateException("made up");
            StackTraceElement[] frames = new StackTraceElement[250];
            for (int j = 0; j < frames.length; j++) {
                frames[j] = new StackTraceElement("made.up.by" + by + ".C" + i + "x" + j, "m", "C.java", j);
            }
            thrown.setStackTrace(frames);
            LogManager.getLogger("the.framed.line").error(Integer.toString(i), thrown);
        }
        return 0;
    }

    /** Log4j asks the loaders for the class of each frame that it prints, and they keep a lock for each name. */
    @Test
    void framesOfClassesWithoutEndFillNoLoader() throws Exception {
        Set<String> names = new HashSet<>();
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        PatternLayout layout =
                PatternLayout.newBuilder().withPattern("%msg%n%xEx").build();
        try (Arrivals arrivals = Arrivals.listen()) {
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                pool.createProcessTask(HostileLinesTests::makesUpFrames, 1).join();
            }
            Thread.currentThread().setContextClassLoader(new ClassLoader(application) {
                @Override
                protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                    names.add(name);
                    return super.loadClass(name, resolve);
                }
            });
            assertThat(arrivals.of("the.framed.line")).hasSize(60).allSatisfy(event -> assertThat(
                            layout.toSerializable(event))
                    .contains("made.up.by1.C59x249.m(C.java:249)"
                            .replace("59", event.getMessage().getFormattedMessage())));
        } finally {
            Thread.currentThread().setContextClassLoader(application);
        }
        assertThat(names).contains("?").hasSizeBetween(9_000, 11_000);
    }
}
