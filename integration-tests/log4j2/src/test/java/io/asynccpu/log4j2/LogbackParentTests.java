package io.asynccpu.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.support.PoolTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The parent logs with Logback, its children with something else. */
@Tag("matrix")
@Timeout(60)
@PoolTest
@EnabledIfSystemProperty(named = "slf4j.provider", matches = "ch\\.qos\\.logback.*")
class LogbackParentTests {

    private static ProcessTaskPoolExecutorBuilder pool(String provider) {
        return ProcessTaskPoolExecutor.builder().name("mixed").maxWorkers(1).jvmArgs(provider);
    }

    @Test
    void aChildMayLogWithLog4j() {
        try (LogbackArrivals arrivals = LogbackArrivals.listen()) {
            LogbackArrivals.setLevel(MixedTasks.NAME, "WARN");
            try (var pool = pool(MixedTasks.LOG4J2).build()) {
                assertThat(pool.createProcessTask(MixedTasks::logsByLog4j).join())
                        .isEqualTo("WARN");
            }
            assertThat(arrivals.of(MixedTasks.NAME)).singleElement().satisfies(line -> {
                assertThat(line.level()).isEqualTo("ERROR");
                assertThat(line.message()).isEqualTo("lost it");
                assertThat(line.mdc()).contains(entry("order", "17"), entry("asynccpu.pool", "mixed"));
                assertThat(line.thrown()).isEqualTo("java.lang.IllegalStateException");
            });
        }
    }

    /** It knows no way to the parent, but its console is one. */
    @Test
    void aChildMayLogWithTheJdksOwn() {
        try (LogbackArrivals arrivals = LogbackArrivals.listen()) {
            try (var pool = pool(MixedTasks.JUL).build()) {
                pool.createProcessTask(MixedTasks::logsBySlf4j).join();
            }
            assertThat(arrivals.of("io.asynccpu.worker.mixed.stderr"))
                    .extracting(LogbackArrivals.Line::message)
                    .anyMatch(line -> line.contains("through SLF4J"))
                    .anyMatch(line -> line.contains("IllegalStateException: attached"));
        }
    }
}
