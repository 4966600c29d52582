package io.asynccpu.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
@PoolTest
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
        CountDownLatch changed = new CountDownLatch(1);
        ((LoggerContext) LoggerFactory.getILoggerFactory()).addListener(new LevelChangePropagator() {
            @Override
            public void onLevelChange(Logger logger, Level level) {
                if (LoggerFactory.getLogger(CHILD).isDebugEnabled()) {
                    changed.countDown();
                }
            }
        });
        Diary.note(diary, "runs");
        changed.await();
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

    /** In the child: whoever changes a level waits for this listener, and with Logback holds the logger's lock meanwhile. */
    static final class Blocking extends ContextAwareBase implements LoggerContextListener {

        private final String diary;

        private Blocking(String diary) {
            this.diary = diary;
        }

        @Override
        public void onLevelChange(Logger changed, Level level) {
            Diary.note(diary, "changes");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onStart(LoggerContext started) {}

        @Override
        public void onReset(LoggerContext reset) {}

        @Override
        public void onStop(LoggerContext stopped) {}
    }

    static String waitsAmongBlockedLevels(String diary) throws InterruptedException {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).addListener(new Blocking(diary));
        return Tasks.waits(diary);
    }

    @Test
    void whoHearsTheParentWaitsForNoLockOfTheLoggingSystem(@TempDir Path directory) throws Exception {
        Path diary = directory.resolve("diary");
        PoolEvents events = new PoolEvents();
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .listener(events)
                .build()) {
            ProcessTask<String> task = pool.createProcessTask(LogLevelTests::waitsAmongBlockedLevels, diary.toString());
            Diary.await(diary, "started 1");
            long pid = task.workerPid();
            logger.setLevel(Level.DEBUG);
            Diary.await(diary, "changes");
            int worker = pool.snapshot().workers().get(0).id();
            assertThat(pool.threadDump(worker).get(60, TimeUnit.SECONDS).text()).contains("asynccpu-levels");
            task.cancel(true);
            Diary.await(diary, "interrupted true");
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isEqualTo(pid);
            assertThat(events.ends()).isEmpty();
        }
    }

    /** If each of them waited for it anew, this would take longer than a test may. */
    @Test
    void aChangeThatHangsHoldsUpTasksOnceAndNotEachOfThem(@TempDir Path directory) throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .build()) {
            ProcessTask<String> task = pool.createProcessTask(LogLevelTests::waitsAmongBlockedLevels, diary.toString());
            Diary.await(diary, "started 1");
            long pid = task.workerPid();
            logger.setLevel(Level.DEBUG);
            Diary.await(diary, "changes");
            task.cancel(true);
            Diary.await(diary, "interrupted true");
            for (int i = 0; i < 100; i++) {
                assertThat(pool.createProcessTask(Tasks::pid).get()).isEqualTo(pid);
            }
        }
    }

    /** In the child: turns to text only when told. */
    record Slow(CountDownLatch asked, CountDownLatch told) {

        @Override
        public String toString() {
            asked.countDown();
            try {
                told.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "slow";
        }
    }

    static int logsBesideSlowArgument() throws InterruptedException {
        org.slf4j.Logger log = LoggerFactory.getLogger(NAME);
        Slow slow = new Slow(new CountDownLatch(1), new CountDownLatch(1));
        Thread other = new Thread(() -> log.error("{}", slow));
        other.start();
        slow.asked().await();
        log.error("quick");
        slow.told().countDown();
        other.join();
        return 0;
    }

    /** On JDK 24 and later the other thread may be a virtual one without a carrier. */
    @Test
    void aThreadThatLogsWaitsForNoOther() throws Exception {
        Queue<String> arrived = new ConcurrentLinkedQueue<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                arrived.add(event.getFormattedMessage());
            }
        };
        appender.start();
        logger.addAppender(appender);
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .build()) {
            pool.createProcessTask(LogLevelTests::logsBesideSlowArgument).get(30, TimeUnit.SECONDS);
            assertThat(arrived).containsExactly("quick", "slow");
        } finally {
            logger.detachAppender(appender);
        }
    }
}
