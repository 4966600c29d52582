package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Lines that come faster than they are written. */
@Timeout(60)
@ExtendWith(NothingLeftBehind.class)
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

    @Test
    void theLastLineWaitsForNothing(@TempDir Path directory) throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("burst").maxWorkers(1).build()) {
            var task = pool.createProcessTask(LogBurstTests::logsAndFallsSilent, diary.toString());
            try {
                assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo("line 0");
                assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo("line 1");
            } finally {
                Diary.note(diary.toString(), "finish");
                task.join();
            }
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

    static long logsAndFallsSilent(String diary) throws Exception {
        // From then on nobody looks after what others have left unwritten.
        while (!mainThreadWaitsForTheParent()) {
            Thread.onSpinWait();
        }
        // So few that they fill nothing, which would wake the thread that is to write them.
        logs(2);
        Diary.await(Path.of(diary), "finish");
        return 0;
    }

    private static boolean mainThreadWaitsForTheParent() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("main"))
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().endsWith("SelectorImpl"));
    }
}
