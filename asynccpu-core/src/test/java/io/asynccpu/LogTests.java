package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.api.TaskContext;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.Tasks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@Timeout(60)
@ExtendWith(NothingLeftBehind.class)
class LogTests {

    private final Map<String, ILoggingEvent> seen = new ConcurrentHashMap<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
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
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("talk").maxWorkers(1).build()) {
            pool.createProcessTask(LogTests::speaks).join();
        }
        assertThat(seen.get("the.task")).satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .startsWith("logged words")
                    .contains("IllegalStateException: attached words")
                    .contains("Tasks.speaks");
        });
        assertThat(seen.get("io.asynccpu.worker.talk.stdout").getFormattedMessage())
                .isEqualTo("out words");
        assertThat(seen.get("io.asynccpu.worker.talk.stderr").getFormattedMessage())
                .isEqualTo("err words");
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
