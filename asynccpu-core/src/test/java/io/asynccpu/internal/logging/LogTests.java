package io.asynccpu.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

@Timeout(60)
@PoolTest
class LogTests {

    private final Map<String, ILoggingEvent> seen = new ConcurrentHashMap<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            seen.put(event.getLoggerName(), event);
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
    }

    @Test
    void whatAChildSaysAppearsInTheParentsLog() {
        ProcessTask<Integer> task;
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("talk").maxWorkers(1).build()) {
            task = pool.createProcessTask(LogTests::speaks);
            task.join();
        }
        assertThat(seen.get("the.task")).satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).isEqualTo("logged words");
            assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                    .startsWith("java.lang.IllegalStateException: attached words")
                    .contains("Tasks.speaks");
        });
        assertThat(seen.get("io.asynccpu.worker.talk.stdout").getFormattedMessage())
                .isEqualTo("out words");
        assertThat(seen.get("io.asynccpu.worker.talk.stderr").getFormattedMessage())
                .isEqualTo("err words");
        for (String stream : List.of("stdout", "stderr")) {
            assertThat(seen.get("io.asynccpu.worker.talk." + stream).getMDCPropertyMap())
                    .containsOnly(
                            entry("asynccpu.pool", "talk"),
                            entry("asynccpu.task", Long.toString(task.taskId())),
                            entry("asynccpu.worker.pid", Long.toString(task.workerPid())));
        }
    }

    /** Lines in succession share what they have in common, and no more. */
    @Test
    void linesOfOneTaskThatAlternateKeepWhatIsTheirs() {
        List<String> arrived = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> collecting = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                Map<String, String> mdc = event.getMDCPropertyMap();
                arrived.add(event.getLevel() + " " + event.getLoggerName() + " " + mdc.get("round") + " "
                        + event.getMarkerList() + " " + event.getFormattedMessage());
            }
        };
        collecting.start();
        root.addAppender(collecting);
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("vary").maxWorkers(1).build()) {
            pool.createProcessTask(LogTests::alternates).join();
        } finally {
            root.detachAppender(collecting);
        }
        assertThat(arrived)
                .containsSubsequence(
                        "INFO vary.a 0 null one",
                        "WARN vary.a 0 null two",
                        "INFO vary.b 0 null three",
                        "INFO vary.a 0 [M] four",
                        "INFO vary.a null null five",
                        "INFO vary.a 1 null one",
                        "WARN vary.a 1 null two",
                        "INFO vary.b 1 null three",
                        "INFO vary.a 1 [M] four",
                        "INFO vary.a null null five");
    }

    static int alternates() {
        var a = LoggerFactory.getLogger("vary.a");
        for (int i = 0; i < 2; i++) {
            MDC.put("round", Integer.toString(i));
            a.info("one");
            a.warn("two");
            LoggerFactory.getLogger("vary.b").info("three");
            a.info(MarkerFactory.getMarker("M"), "four");
            MDC.clear();
            a.info("five");
        }
        return 0;
    }

    @Test
    void aLineBringsAllThatBelongsToIt() throws Exception {
        Instant before = Instant.now();
        ProcessTask<Instant> task;
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("rich").maxWorkers(1).build()) {
            task = pool.createProcessTask(LogTests::saysAll);
            task.join();
        }
        ILoggingEvent event = seen.get("the.rich.line");
        // To the microsecond, and not when it arrived.
        assertThat(event.getInstant()).isBetween(before, task.get());
        assertThat(event.getTimeStamp()).isEqualTo(event.getInstant().toEpochMilli());
        assertThat(event.getThreadName()).matches("asynccpu-rich-worker-\\d+/rich-task-1");
        assertThat(event.getMDCPropertyMap())
                .containsOnly(
                        entry("order", "17"),
                        entry("nothing", "null"),
                        entry("asynccpu.pool", "rich"),
                        entry("asynccpu.task", Long.toString(task.taskId())),
                        entry("asynccpu.worker.pid", Long.toString(task.workerPid())));
        assertThat(event.getKeyValuePairs())
                .extracting(pair -> pair.key, pair -> pair.value)
                .containsExactly(
                        tuple("count", 3L),
                        tuple("part", 0.5),
                        tuple("done", true),
                        tuple("list", "[a]"),
                        tuple("awkward", "(toString() threw java.lang.UnsupportedOperationException)"));
        assertThat(event.getMarkerList()).extracting(Marker::toString).containsExactly("OUTER [ INNER ]", "SECOND");
        assertThat(event.getMarkerList().get(0).contains("INNER")).isTrue();
        assertThat(MarkerFactory.getIMarkerFactory().exists("OUTER")).isFalse();
        assertThat(event.getCallerData()).isEmpty();
        assertThat(print("%class:%line%nopex", event)).isEqualTo("?:?");
        assertThat(print("%-5level [%thread] %logger{0} %X{order} - %msg%n%ex", event)
                        .lines())
                .startsWith("ERROR [" + event.getThreadName() + "] line 17 - all of it")
                .contains(
                        "io.asynccpu.internal.logging.LogTests$OwnException: outer",
                        "Caused by: java.lang.IllegalArgumentException: inner",
                        "\tSuppressed: java.lang.IllegalStateException: aside")
                .anyMatch(
                        frame -> frame.startsWith("\tat io.asynccpu.internal.logging.LogTests.saysAll(LogTests.java:"))
                .anyMatch(frame -> frame.matches("\t\\.\\.\\. \\d+ common frames omitted"));
    }

    private static String print(String pattern, ILoggingEvent event) {
        PatternLayout layout = new PatternLayout();
        layout.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        layout.setPattern(pattern);
        layout.start();
        return layout.doLayout(event);
    }

    /** Only a string could make one here. */
    static final class OwnException extends Exception {
        private static final long serialVersionUID = 1L;

        OwnException(Throwable cause) {
            super("outer", cause);
            addSuppressed(new IllegalStateException("aside"));
        }
    }

    @SuppressWarnings("deprecation") // The only way to refer to another marker.
    static Instant saysAll() {
        MDC.put("order", "17");
        MDC.put("nothing", null);
        Object awkward = new Object() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException();
            }
        };
        Marker marker = MarkerFactory.getMarker("OUTER");
        marker.add(MarkerFactory.getMarker("INNER"));
        LoggerFactory.getLogger("the.rich.line")
                .atError()
                .addMarker(marker)
                .addMarker(MarkerFactory.getMarker("SECOND"))
                .addKeyValue("count", 3)
                .addKeyValue("part", 0.5)
                .addKeyValue("done", true)
                .addKeyValue("list", List.of("a"))
                .addKeyValue("awkward", awkward)
                .setCause(new OwnException(new IllegalArgumentException("inner")))
                .log("all of {}", "it");
        MDC.clear();
        return Instant.now();
    }

    @Test
    void linesThatBringTooMuchAreCutAndTheirWorkerGoesOn() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxPayload(10_000)
                .build()) {
            long pid = pool.createProcessTask(LogTests::bringsMuch).get(30, TimeUnit.SECONDS);
            assertThat(pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS))
                    .isEqualTo(pid);
        }
        ILoggingEvent event = seen.get("the.heavy.line");
        assertThat(event.getMDCPropertyMap()).hasSizeBetween(4, 300).hasEntrySatisfying("…", rest -> assertThat(rest)
                .endsWith(" further entries are left out"));
        assertThat(event.getKeyValuePairs()).hasSizeBetween(1, 300).last().satisfies(pair -> assertThat(
                        pair.key + pair.value)
                .matches("…\\d+ further entries are left out"));
        assertThat(event.getMarkerList())
                .hasSize(64)
                .allSatisfy(marker -> assertThat(marker.getName()).hasSize(128).endsWith("…"));
        assertThat(event.getThrowableProxy().getMessage()).isNotEmpty();
    }

    static long bringsMuch() {
        String much = "漢字".repeat(200_000);
        for (int i = 0; i < 1_000; i++) {
            MDC.put("key " + i + "漢".repeat(i), i % 2 == 0 ? "" : "漢".repeat(100 * i));
        }
        var event = LoggerFactory.getLogger("the.heavy.line").atWarn();
        for (int i = 0; i < 1_000; i++) {
            event = event.addKeyValue("漢".repeat(2_000) + i, i);
        }
        for (int i = 0; i < 1_000; i++) {
            event = event.addMarker(MarkerFactory.getMarker("漢".repeat(1_000) + i));
        }
        event.setCause(new IllegalStateException(much, new IllegalStateException(much)))
                .log(much);
        MDC.clear();
        return Tasks.pid();
    }

    @Test
    void whateverATaskSaysItsWorkerGoesOn() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxPayload(10_000)
                .build()) {
            long pid = pool.createProcessTask(LogTests::saysMuch).get(30, TimeUnit.SECONDS);
            assertThat(pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS))
                    .isEqualTo(pid);
        }
        assertThat(seen.get("the.long.line").getFormattedMessage())
                .hasSizeBetween(100_000, 1_000_000)
                .startsWith("漢字漢字")
                .contains("3000000");
    }

    static long saysMuch() {
        String words = "漢字".repeat(1_500_000);
        LoggerFactory.getLogger("the.long.line").warn(words);
        TaskContext.current().progress(1, 2, words);
        return Tasks.pid();
    }

    @Test
    void aLineWithoutAnEndIsCut() throws Exception {
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("endless").maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(LogTests::saysOneLongLine).get(30, TimeUnit.SECONDS))
                    .isPositive();
        }
        // All is read by the pool's end.
        assertThat(seen.get("io.asynccpu.worker.endless.stdout").getFormattedMessage())
                .hasSizeLessThan(10_000)
                .endsWith("end");
    }

    static long saysOneLongLine() {
        for (int i = 0; i < 1_000; i++) {
            System.out.print("x".repeat(1_000));
        }
        System.out.println("end");
        return Tasks.pid();
    }

    static int speaks() {
        Tasks.speaks("words");
        return 0;
    }
}
