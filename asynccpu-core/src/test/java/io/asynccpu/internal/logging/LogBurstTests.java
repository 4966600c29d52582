package io.asynccpu.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Lines that come faster than they are written. */
@Timeout(60)
@PoolTest
class LogBurstTests {

    private static final String BURST = "the.burst";
    private static final int LINES = 5_000;
    private static final List<String> ALL =
            IntStream.range(0, LINES).mapToObj(i -> "line " + i).toList();

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final Logger burst = (Logger) LoggerFactory.getLogger(BURST);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            arrived.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        burst.setAdditive(false);
        appender.start();
        burst.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        burst.detachAppender(appender);
        burst.setAdditive(true);
    }

    @Test
    void everyLineOfATaskThatKillsItsWorkerArrives() {
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("burst").maxWorkers(1).build()) {
            assertThatThrownBy(pool.createProcessTask(LogBurstTests::logsAndDies, 9)::join)
                    .hasCauseInstanceOf(WorkerCrashedException.class);
        }
        assertThat(arrived).containsExactlyElementsOf(ALL);
    }

    @Test
    void everyLineOfATaskThatExitsArrives() {
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("burst").maxWorkers(1).build()) {
            assertThatThrownBy(pool.createProcessTask(LogBurstTests::logsAndExits, 9)::join)
                    .hasCauseInstanceOf(WorkerCrashedException.class);
        }
        assertThat(arrived).containsExactlyElementsOf(ALL);
    }

    @Test
    void everyLineStandsBeforeTheEndOfItsTask() {
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("burst").maxWorkers(1).build()) {
            pool.createProcessTask(LogBurstTests::logs).join();
            assertThat(arrived).containsExactlyElementsOf(ALL);
        }
    }

    static int logs() {
        return logs(LINES);
    }

    private static int logs(int lines) {
        var log = LoggerFactory.getLogger(BURST);
        for (int i = 0; i < lines; i++) {
            log.info("line {}", i);
        }
        return lines;
    }

    static int logsAndDies(int exitCode) {
        logs();
        return Tasks.halts(exitCode);
    }

    static int logsAndExits(int exitCode) {
        logs();
        return Tasks.exits(exitCode);
    }
}
