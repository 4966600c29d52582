package io.asynccpu.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
@PoolTest
class FrozenWorkerTests {

    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    @Test
    void aStoppedWorkerIsFoundByItsSilenceAndItsTaskAnswered() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = pool(Duration.ofSeconds(1)).build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            signal("STOP", task.workerPid());

            assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(WorkerCrashedException.class)
                    .hasMessageContaining("it was frozen: for PT1S it neither answered nor used the processor");
            assertThat(pool.createProcessTask(Tasks::pid).get()).isNotEqualTo(task.workerPid());
        }
    }

    @Test
    void aStoppedWorkerIsFoundThoughItIsIdle() throws Exception {
        try (var pool = pool(Duration.ofSeconds(1)).build()) {
            signal("STOP", pool.createProcessTask(Tasks::pid).get());
            assertThat(events.awaitEnds(1).get(0)).contains("frozen");
        }
    }

    @Test
    void aWorkerThatWorksInSilenceLives() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = pool(Duration.ofSeconds(1)).build()) {
            ProcessTask<Integer> task = pool.createProcessTask(Tasks::ignoresInterrupts, diary.toString());
            Diary.await(diary, "started 1");
            assertThatThrownBy(() -> task.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(events.ends()).isEmpty();
            task.cancel(true);
        }
    }

    @Test
    void aWorkerThatOnlyWaitsAnswersAndLives() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = pool(Duration.ofSeconds(1)).build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            assertThatThrownBy(() -> task.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(events.ends()).isEmpty();
            task.cancel(true);
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private ProcessTaskPoolExecutorBuilder pool(Duration silenceTimeout) {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .silenceTimeout(silenceTimeout)
                .cancelGracePeriod(Duration.ofMillis(100))
                .listener(events);
    }
}
