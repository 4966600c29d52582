package io.asynccpu.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.filter.MarkerFilter;
import org.apache.logging.log4j.core.filter.ThreadContextMapFilter;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.core.util.KeyValuePair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Parent and children log with Log4j, and what a child logs is as if it had been logged in the parent. */
@DisabledIfSystemProperty(named = "slf4j.provider", matches = ".*") // Then it is not Log4j.
@Timeout(60)
@PoolTest
class LinesTests {

    private static final int LINES = 5_000;

    static final class OwnException extends Exception {
        private static final long serialVersionUID = 1L;

        OwnException(String message, Throwable cause) {
            super(message, cause);
            addSuppressed(new IllegalStateException("aside"));
        }
    }

    /** Its message is made of a field, which a line does not bring along. */
    static final class SecretiveException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int number;

        SecretiveException(int number) {
            super("number");
            this.number = number;
        }

        @Override
        public String getMessage() {
            return super.getMessage() + " " + number;
        }
    }

    static Instant saysAll() {
        MDC.put("order", "17");
        Marker marker = MarkerFactory.getMarker("OUTER");
        marker.add(MarkerFactory.getMarker("INNER"));
        LoggerFactory.getLogger("the.rich.line")
                .atError()
                .addMarker(marker)
                .addKeyValue("count", 3)
                .addKeyValue("list", List.of("a"))
                .setCause(new OwnException("outer", new SecretiveException(1)))
                .log("all of {}", "it");
        MDC.clear();
        return Instant.now();
    }

    @Test
    void aLineBringsAllThatBelongsToIt() throws Exception {
        try (Arrivals arrivals = Arrivals.listen()) {
            Instant before = Instant.now();
            ProcessTask<Instant> task;
            try (var pool =
                    ProcessTaskPoolExecutor.builder().name("rich").maxWorkers(1).build()) {
                task = pool.createProcessTask(LinesTests::saysAll);
                task.join();
            }
            assertThat(arrivals.of("the.rich.line")).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.ERROR);
                assertThat(event.getMessage().getFormattedMessage()).isEqualTo("all of it");
                assertThat(time(event)).isBetween(before, task.get());
                assertThat(event.getThreadName()).matches("asynccpu-rich-worker-\\d+/rich-task-1");
                assertThat(event.getContextData().toMap())
                        .containsOnly(
                                entry("order", "17"),
                                entry("count", "3"),
                                entry("list", "[a]"),
                                entry("asynccpu.pool", "rich"),
                                entry("asynccpu.task", Long.toString(task.taskId())),
                                entry("asynccpu.worker.pid", Long.toString(task.workerPid())));
                assertThat(event.getMarker()).hasToString("OUTER[ INNER ]");
                assertThat(event.getMarker().isInstanceOf("INNER")).isTrue();
                assertThat(event.getSource()).isNull();
                assertThat(event.getThrown()).isExactlyInstanceOf(OwnException.class);
                assertThat(print("%-5level [%thread] %logger{1} %X{order} %class - %msg%n%ex", event)
                                .lines())
                        .startsWith("ERROR [" + event.getThreadName() + "] line 17 ? - all of it")
                        .contains(
                                OwnException.class.getName() + ": outer",
                                "Caused by: " + SecretiveException.class.getName() + ": number 1",
                                "\tSuppressed: java.lang.IllegalStateException: aside")
                        .anyMatch(frame ->
                                frame.startsWith("\tat io.asynccpu.log4j2.LinesTests.saysAll(LinesTests.java:"))
                        .anyMatch(frame -> frame.matches("\t\\.\\.\\. \\d+ more"));
            });
        }
    }

    static Instant time(LogEvent event) {
        return Instant.ofEpochSecond(
                event.getInstant().getEpochSecond(), event.getInstant().getNanoOfSecond());
    }

    private static String print(String pattern, LogEvent event) {
        return PatternLayout.newBuilder().withPattern(pattern).build().toSerializable(event);
    }

    static int hasLevelsOfItsOwn() {
        LogManager.getLogger("the.levels").fatal("fatal");
        LogManager.getLogger("the.levels").log(Level.forName("NOTICE", 350), "noticed");
        LogManager.getLogger("the.levels").log(Level.forName("STRANGE", 250), "strange");
        return 0;
    }

    /** A level that the parent does not have stays unknown to it. */
    @Test
    void levelsThatOnlyLog4jHasStay() {
        try (Arrivals arrivals = Arrivals.listen()) {
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                pool.createProcessTask(LinesTests::hasLevelsOfItsOwn).join();
            }
            assertThat(arrivals.of("the.levels"))
                    .extracting(LogEvent::getLevel)
                    .containsExactly(Level.FATAL, Level.getLevel("NOTICE"), Level.ERROR);
            assertThat(Level.getLevel("STRANGE")).isNull();
        }
    }

    static int marksAndNames() {
        org.apache.logging.log4j.Marker marked =
                MarkerManager.getMarker("CHILD").addParents(MarkerManager.getMarker("UNKNOWN TO THE PARENT"));
        var logger = LogManager.getLogger("the.filtered.line");
        logger.warn(marked, "marked");
        try (var context = CloseableThreadContext.put("secret", "yes")) {
            logger.warn("secret");
        }
        logger.warn("plain");
        return 0;
    }

    @Test
    void filtersOfTheConfigurationDecide() {
        Filter secrets = ThreadContextMapFilter.createFilter(
                new KeyValuePair[] {new KeyValuePair("secret", "yes")},
                "or",
                Filter.Result.DENY,
                Filter.Result.NEUTRAL);
        secrets.start();
        Arrivals.context().getConfiguration().addFilter(secrets);
        try (Arrivals arrivals = Arrivals.listen()) {
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                pool.createProcessTask(LinesTests::marksAndNames).join();
            }
            assertThat(arrivals.messages("the.filtered.line")).containsExactly("marked", "plain");
        } finally {
            Arrivals.context().getConfiguration().removeFilter(secrets);
        }
    }

    @Test
    void filtersOfAnAppenderDecideAndKnowWhatMarkersReferTo() {
        Filter marked = MarkerFilter.createFilter("UNKNOWN TO THE PARENT", Filter.Result.ACCEPT, Filter.Result.DENY);
        marked.start();
        try (Arrivals arrivals = Arrivals.listen(marked)) {
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                pool.createProcessTask(LinesTests::marksAndNames).join();
            }
            assertThat(arrivals.messages("the.filtered.line")).containsExactly("marked");
        }
    }

    static int logsAndDies(int exitCode) {
        var log = LoggerFactory.getLogger("the.burst");
        for (int i = 0; i < LINES; i++) {
            log.info("line {}", i);
        }
        return Tasks.halts(exitCode);
    }

    @Test
    void everyLineOfATaskThatKillsItsWorkerArrives() {
        try (Arrivals arrivals = Arrivals.listen()) {
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                assertThatThrownBy(pool.createProcessTask(LinesTests::logsAndDies, 9)::join)
                        .hasCauseInstanceOf(WorkerCrashedException.class);
            }
            assertThat(arrivals.messages("the.burst"))
                    .containsExactlyElementsOf(
                            IntStream.range(0, LINES).mapToObj(i -> "line " + i).toList());
        }
    }

    static int logsAtTheEnd() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> LogManager.getRootLogger().error("the last words")));
        return 0;
    }

    @Test
    void whatIsLoggedInAnOrderlyEndArrives() {
        try (Arrivals arrivals = Arrivals.listen()) {
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                pool.createProcessTask(LinesTests::logsAtTheEnd).join();
            }
            assertThat(arrivals.messages("")).containsExactly("the last words");
        }
    }

    /** Its configuration names a file, which it would empty. */
    @Test
    void theParentsFilesAreNoneOfTheChildsAndHaveItsLines() throws Exception {
        LoggerFactory.getLogger("the.parent").info("from the parent");
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("filed").maxWorkers(1).build()) {
            pool.createProcessTask(LinesTests::saysAll).join();
        }
        assertThat(Files.readAllLines(Path.of("target/parent.log")))
                .contains("INFO|main|the.parent|||" + LinesTests.class.getName() + "|from the parent")
                .anyMatch(
                        line -> line.matches(
                                "ERROR\\|asynccpu-filed-worker-\\d+/filed-task-1\\|the.rich.line\\|filed\\|OUTER\\[ INNER ]\\|\\?\\|all of it"));
    }

    static Map<String, String> settings() {
        return Map.of(
                "context", LogManager.getContext(false).getClass().getName(),
                "configuration", Arrivals.context().getConfiguration().getName());
    }

    /** With those a killed worker's last lines would be lost. */
    @Test
    void noChildHasAsynchronousLoggers() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(LinesTests::settings).join())
                    .isEqualTo(Map.of(
                            "context",
                            "org.apache.logging.log4j.core.LoggerContext",
                            "configuration",
                            "asynccpu worker"));
        }
    }
}
