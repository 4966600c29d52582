package io.asynccpu.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.support.PoolTest;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parent logs with what the JDK brings along, its children with something else. */
@Tag("matrix")
@Timeout(60)
@PoolTest
@EnabledIfSystemProperty(named = "slf4j.provider", matches = "org\\.slf4j\\.jul.*")
class JulParentTests {

    private final Queue<LogRecord> arrived = new ConcurrentLinkedQueue<>();
    private final Logger logger = Logger.getLogger(MixedTasks.NAME);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            arrived.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @ParameterizedTest
    @ValueSource(strings = {MixedTasks.LOGBACK, MixedTasks.LOG4J2})
    void linesOfChildrenArriveWithTheirThreadInFrontOfTheMessage(String provider) {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .name("mixed")
                .maxWorkers(1)
                .jvmArgs(provider)
                .build()) {
            // The parent does not tell its levels, so the child has its own.
            assertThat(pool.createProcessTask(MixedTasks::logsBySlf4j).join()).isFalse();
        }
        assertThat(arrived).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARNING);
            assertThat(line.getMessage()).contains("[asynccpu-mixed-worker-1/mixed-task-1] through SLF4J");
            assertThat(line.getThrown()).hasToString("java.lang.IllegalStateException: attached");
        });
    }
}
