package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.support.Diary;
import io.asynccpu.support.NothingLeftBehind;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
@ExtendWith(NothingLeftBehind.class)
class LogLevelTests {

    private static final String NAME = "the.level";
    private static final String CHILD = NAME + ".child";

    private final Logger logger = (Logger) LoggerFactory.getLogger(NAME);

    @AfterEach
    void reset() {
        logger.setLevel(null);
    }

    /** Null if it is inherited. */
    static String level(String name) {
        return String.valueOf(((Logger) LoggerFactory.getLogger(name)).getLevel());
    }

    static boolean logsDebug(String name) {
        return LoggerFactory.getLogger(name).isDebugEnabled();
    }

    @Test
    void levelsAreTheParentsFromTheStartAndFollowEachChangeBeforeTheNextTask() {
        logger.setLevel(Level.ERROR);
        Level root = ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).getLevel();
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(LogLevelTests::level, NAME).join())
                    .isEqualTo("ERROR");
            assertThat(pool.createProcessTask(LogLevelTests::level, org.slf4j.Logger.ROOT_LOGGER_NAME)
                            .join())
                    .isEqualTo(root.toString());
            for (Level level : new Level[] {Level.DEBUG, Level.OFF, Level.TRACE, null, Level.WARN}) {
                logger.setLevel(level);
                assertThat(pool.createProcessTask(LogLevelTests::level, NAME).join())
                        .isEqualTo(String.valueOf(level));
                assertThat(pool.createProcessTask(LogLevelTests::logsDebug, CHILD)
                                .join())
                        .isEqualTo(LoggerFactory.getLogger(CHILD).isDebugEnabled());
            }
        }
    }

    @Test
    void aRunningTaskHearsOfTheChange(@TempDir Path directory) throws Exception {
        logger.setLevel(Level.INFO);
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .build()) {
            ProcessTask<Boolean> task = pool.createProcessTask(LogLevelTests::awaitDebug, diary.toString());
            Diary.await(diary, "runs");
            logger.setLevel(Level.DEBUG);
            assertThat(task.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    static boolean awaitDebug(String diary) throws Exception {
        assertThat(LoggerFactory.getLogger(CHILD).isDebugEnabled()).isFalse();
        Diary.note(diary, "runs");
        while (!LoggerFactory.getLogger(CHILD).isDebugEnabled()) {
            Thread.sleep(1);
        }
        return true;
    }

    public static final class Talkative implements WorkerConfigurer {

        @Override
        public void configure() {
            ((Logger) LoggerFactory.getLogger(NAME)).setLevel(Level.TRACE);
        }
    }

    static int whispers() {
        LoggerFactory.getLogger(CHILD).trace("whispered");
        return 0;
    }

    @Test
    void aConfigurersLevelWinsUntilTheParentsOfThatLoggerChanges() {
        logger.setLevel(Level.INFO);
        Logger other = (Logger) LoggerFactory.getLogger("the.other.level");
        Queue<String> arrived = new ConcurrentLinkedQueue<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                arrived.add(event.getLevel() + " " + event.getFormattedMessage());
            }
        };
        appender.start();
        logger.addAppender(appender);
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .workerConfigurer(Talkative.class)
                .build()) {
            pool.createProcessTask(LogLevelTests::whispers).join();
            assertThat(arrived).containsExactly("TRACE whispered");
            other.setLevel(Level.DEBUG);
            assertThat(pool.createProcessTask(LogLevelTests::level, NAME).join())
                    .isEqualTo("TRACE");
            logger.setLevel(Level.WARN);
            assertThat(pool.createProcessTask(LogLevelTests::level, NAME).join())
                    .isEqualTo("WARN");
        } finally {
            other.setLevel(null);
            logger.detachAppender(appender);
        }
    }
}
