package io.asynccpu.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.RefusesWhileFileExists;
import io.asynccpu.support.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@PoolTest
class BreakerTests {

    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    @Test
    void afterSeveralFailedStartsThePoolFailsFastAndRecoversByItself() throws Exception {
        Path outage = Files.createFile(directory.resolve("outage"));
        try (var pool = pool(outage, RefusesWhileFileExists.class).build()) {
            // On a slow machine the pool tries once by itself in between.
            while (pool.snapshot().outOfService() == null) {
                assertStartFails(pool, "no license server");
            }
            assertThat(events.awaitEnds(3)).hasSize(3);
            int fast = 0;
            for (int i = 0; i < 100; i++) {
                String why = startFailure(pool);
                // On a slow machine a task may meet one of the pool's own tries, which come after growing pauses.
                assertThat(why).containsAnyOf("starts no workers for now", "no license server");
                fast += why.contains("starts no workers for now") ? 1 : 0;
            }
            assertThat(fast).as("tasks that failed without a start").isGreaterThan(80);
            assertThat(events.ends()).hasSizeLessThan(20);

            Files.delete(outage);
            events.awaitReady(1);

            assertThat(pool.snapshot().outOfService()).isNull();
            assertThat(pool.snapshot().startFailure()).isNull();
            assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
        }
    }

    private static void assertStartFails(ProcessTaskPoolExecutor pool, String message) {
        assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid).get())
                .cause()
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining(message);
    }

    private static String startFailure(ProcessTaskPoolExecutor pool) throws Exception {
        return pool.createProcessTask(Tasks::pid)
                .<String>handle((pid, failure) -> String.valueOf(failure.getMessage()))
                .get();
    }

    private ProcessTaskPoolExecutorBuilder pool(Path outage, Class<? extends WorkerConfigurer> configurer) {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .environment(Map.of("OUTAGE", outage.toString()))
                .workerConfigurer(configurer)
                .listener(events);
    }
}
