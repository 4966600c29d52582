package io.asynccpu.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.support.PoolTest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The parent logs with Log4j and has levels of its own, its children with Logback. */
@Tag("matrix")
@Timeout(60)
@PoolTest
@EnabledIfSystemProperty(named = "slf4j.provider", matches = "org\\.apache\\.logging.*")
class Log4j2ParentTests {

    private static ProcessTaskPoolExecutorBuilder pool() {
        return ProcessTaskPoolExecutor.builder().name("mixed").maxWorkers(1).jvmArgs(MixedTasks.LOGBACK);
    }

    private static void setThreshold(int number) {
        Configurator.setLevel(MixedTasks.NAME, org.apache.logging.log4j.Level.forName("OWN" + number, number));
    }

    @AfterEach
    void reset() {
        Arrivals.context().reconfigure();
    }

    static String shown() {
        Logger logger = LoggerFactory.getLogger(MixedTasks.NAME);
        return Stream.of(Level.values())
                .filter(logger::isEnabledForLevel)
                .map(Level::name)
                .collect(Collectors.joining(" "));
    }

    @Test
    void aLevelOfTheParentsOwnHidesNoMoreThanTheNextThatTheChildKnows() {
        try (var pool = pool().build()) {
            String[] expected = {
                "ERROR",
                "ERROR",
                "ERROR WARN",
                "ERROR WARN INFO",
                "ERROR WARN INFO DEBUG",
                "ERROR WARN INFO DEBUG TRACE"
            };
            for (int i = 0; i < expected.length; i++) {
                setThreshold(100 * i + 50);
                assertThat(pool.createProcessTask(Log4j2ParentTests::shown).join())
                        .isEqualTo(expected[i]);
            }
        }
    }

    @Test
    void aWarningArrivesWhereTheThresholdIsBetweenWarnAndError() {
        setThreshold(250);
        try (Arrivals arrivals = Arrivals.listen()) {
            try (var pool = pool().build()) {
                pool.createProcessTask(MixedTasks::logsBySlf4j).join();
            }
            assertThat(arrivals.messages(MixedTasks.NAME)).containsExactly("through SLF4J");
        }
    }
}
