package io.asynccpu.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die after they were ready, before they have had a task. */
@Timeout(120)
@PoolTest
class EarlyDeathTests {

    /** As an agent that exits a moment after the application's start. */
    public static final class HaltsWhenReadyWhileFileExists implements WorkerConfigurer {
        @Override
        public void configure() {
            if (Files.exists(Path.of(System.getenv("OUTAGE")))) {
                Thread killer = new Thread(HaltsWhenReadyWhileFileExists::haltWhenReady);
                killer.setDaemon(true);
                killer.start();
            }
        }

        /** A configurer hears of nothing after its own call; a worker that is ready has a thread for tasks. */
        private static void haltWhenReady() {
            try {
                Poll.until("a thread for tasks", () -> Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().endsWith("-task-1")));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            Runtime.getRuntime().halt(9);
        }
    }

    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    @Test
    void aKillOfAReadyWorkerIsNoFailedStart() throws Exception {
        try (var pool = pool().minWorkers(1).build()) {
            for (int kills = 1; kills <= 3; kills++) {
                kill(events.awaitReady(kills).get(kills - 1));
                assertThat(events.awaitEnds(kills).get(kills - 1)).contains("SIGKILL");
                assertThat(pool.snapshot().startFailure()).isNull();
                assertThat(pool.snapshot().outOfService()).isNull();
            }
            assertThat(pool.createProcessTask(Tasks::pid).get())
                    .isEqualTo(events.awaitReady(4).get(3));
            assertThat(pool.snapshot().warnings()).noneMatch(EarlyDeathTests::isOfDeaths);
        }
    }

    @Test
    void workersThatAreKilledTogetherAreReplacedAtOnce() throws Exception {
        try (var pool = pool().maxWorkers(3).minWorkers(3).build()) {
            List<Long> ready = events.awaitReady(3);
            ready.forEach(EarlyDeathTests::kill);
            events.awaitEnds(3);
            assertThat(pool.snapshot().warnings()).noneMatch(EarlyDeathTests::isOfDeaths);
            assertThat(events.awaitReady(6)).hasSize(6);
        }
    }

    @Test
    void workersThatDieOneAfterTheOtherComeAfterPausesAndTasksWait() throws Exception {
        Path outage = Files.createFile(directory.resolve("outage"));
        try (var pool = pool().minWorkers(1)
                .environment(Map.of("OUTAGE", outage.toString()))
                .workerConfigurer(HaltsWhenReadyWhileFileExists.class)
                .build()) {
            events.awaitEnds(3);
            // A machine that stood still may have let the pause go by; then another one dies, and the next pause is
            // longer.
            Poll.until("a pause", () -> pool.snapshot().warnings().stream()
                    .anyMatch(why -> isOfDeaths(why) && why.contains("code 9")));
            assertThat(pool.snapshot().startFailure()).isNull();
            assertThat(pool.snapshot().outOfService()).isNull();

            Files.delete(outage);

            assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
            assertThat(pool.snapshot().warnings()).noneMatch(EarlyDeathTests::isOfDeaths);
        }
    }

    @Test
    void aTaskThatWaitsTooLongMeanwhileSaysWhy() throws Exception {
        Path outage = Files.createFile(directory.resolve("outage"));
        try (var pool = pool().minWorkers(1)
                .queueTimeout(Duration.ofMillis(10))
                .environment(Map.of("OUTAGE", outage.toString()))
                .workerConfigurer(HaltsWhenReadyWhileFileExists.class)
                .build()) {
            // The pause may be over before the task has waited too long; the next one is longer.
            Poll.until("a task that says so", () -> {
                Poll.until("a pause", () -> pool.snapshot().warnings().stream().anyMatch(EarlyDeathTests::isOfDeaths));
                return pool.createProcessTask(Tasks::pid)
                        .handle((pid, failure) ->
                                isOfDeaths(String.valueOf(failure)) && failure instanceof TaskTimeoutException)
                        .get();
            });
        }
    }

    /** The machine may have others. */
    private static boolean isOfDeaths(String warning) {
        return warning.contains("workers died one after the other");
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private ProcessTaskPoolExecutorBuilder pool() {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).listener(events);
    }
}
