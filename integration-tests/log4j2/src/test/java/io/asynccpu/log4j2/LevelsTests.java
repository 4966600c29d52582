package io.asynccpu.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolTest;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@DisabledIfSystemProperty(named = "slf4j.provider", matches = ".*") // Then it is not Log4j.
@Timeout(60)
@PoolTest
class LevelsTests {

    private static final String NAME = "the.level";
    private static final String CHILD = NAME + ".child";

    @AfterEach
    void reset() {
        Arrivals.context().reconfigure();
    }

    static String level(String logger) {
        return LogManager.getLogger(logger).getLevel().name();
    }

    @Test
    void levelsAreTheParentsFromTheStartAndFollowEachChangeBeforeTheNextTask() {
        Configurator.setLevel(NAME, Level.ERROR);
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(LevelsTests::level, NAME).join()).isEqualTo("ERROR");
            assertThat(pool.createProcessTask(LevelsTests::level, "").join()).isEqualTo("INFO");
            assertThat(pool.createProcessTask(LevelsTests::level, "the.notices").join())
                    .isEqualTo("NOTICE");
            for (Level level : new Level[] {Level.DEBUG, Level.OFF, Level.FATAL, Level.TRACE, Level.ALL, Level.WARN}) {
                Configurator.setLevel(NAME, level);
                assertThat(pool.createProcessTask(LevelsTests::level, CHILD).join())
                        .isEqualTo(level.name());
            }
            Configurator.setRootLevel(Level.DEBUG);
            assertThat(pool.createProcessTask(LevelsTests::level, "another").join())
                    .isEqualTo("DEBUG");
        }
    }

    /** As when its file changes and Log4j watches it. */
    @Test
    void anotherConfigurationOfTheParentChangesTheChildsLevels() {
        Configurator.setLevel(NAME, Level.ERROR);
        Configurator.setRootLevel(Level.DEBUG);
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(LevelsTests::level, NAME).join()).isEqualTo("ERROR");
            Arrivals.context().reconfigure();
            assertThat(pool.createProcessTask(LevelsTests::level, NAME).join()).isEqualTo("INFO");
            // Nobody has to make the new configuration known.
            Configurator.setLevel(NAME, Level.TRACE);
            assertThat(pool.createProcessTask(LevelsTests::level, NAME).join()).isEqualTo("TRACE");
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

    @Test
    void aRunningTaskHearsOfTheChange(@TempDir Path directory) throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .build()) {
            ProcessTask<Boolean> task = pool.createProcessTask(LevelsTests::awaitDebug, diary.toString());
            Diary.await(diary, "runs");
            Configurator.setLevel(NAME, Level.DEBUG);
            assertThat(task.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    public static final class Talkative implements WorkerConfigurer {

        @Override
        public void configure() {
            Configurator.setLevel(NAME, Level.TRACE);
        }
    }

    static int whispers() {
        LogManager.getLogger(CHILD).trace("whispered");
        return 0;
    }

    @Test
    void aConfigurersLevelWinsUntilTheParentsOfThatLoggerChanges() {
        Configurator.setLevel(NAME, Level.INFO);
        try (Arrivals arrivals = Arrivals.listen();
                var pool = ProcessTaskPoolExecutor.builder()
                        .maxWorkers(1)
                        .workerConfigurer(Talkative.class)
                        .build()) {
            pool.createProcessTask(LevelsTests::whispers).join();
            assertThat(arrivals.messages(CHILD)).containsExactly("whispered");
            Configurator.setLevel("the.other.level", Level.DEBUG);
            assertThat(pool.createProcessTask(LevelsTests::level, NAME).join()).isEqualTo("TRACE");
            Configurator.setLevel(NAME, Level.WARN);
            assertThat(pool.createProcessTask(LevelsTests::level, NAME).join()).isEqualTo("WARN");
        }
    }
}
