package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@PoolTest
class SpareWorkerTests {

    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    @Test
    void aDeadWorkersPlaceIsTakenByTheSpareOne() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = oneWorkerAndOneSpare().build()) {
            ProcessTask<String> busy = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            List<Long> warm = events.awaitReady(2);
            ProcessHandle.of(busy.workerPid()).orElseThrow().destroyForcibly();

            long next = pool.createProcessTask(Tasks::pid).get();

            assertThat(warm).contains(next).contains(busy.workerPid());
            assertThat(next).isNotEqualTo(busy.workerPid());
            assertThat(events.awaitReady(3)).hasSize(3);
        }
    }

    @Test
    void theNextTaskDoesNotWaitForTheEndOfAKill() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = oneWorkerAndOneSpare()
                .cancelGracePeriod(Duration.ZERO)
                .killGracePeriod(Duration.ofSeconds(2))
                .build()) {
            ProcessTask<String> stopped = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            events.awaitReady(2);
            // A stopped process hears no SIGTERM, so its end takes the whole grace period.
            new ProcessBuilder("kill", "-STOP", Long.toString(stopped.workerPid()))
                    .start()
                    .waitFor();
            stopped.cancel(true);

            assertThat(pool.createProcessTask(Tasks::pid).get()).isNotEqualTo(stopped.workerPid());
            assertThat(events.ends()).isEmpty();
        }
    }

    @Test
    void aSpareWorkerTakesNoTaskBesideTheOthers() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = oneWorkerAndOneSpare().cancelTasksWhenShutdown(true).build()) {
            events.awaitReady(1);
            pool.createProcessTask(Tasks::waits, diary.toString());
            ProcessTask<Long> waiting = pool.createProcessTask(Tasks::pid);
            Diary.await(diary, "started 1");
            events.awaitReady(2);

            assertThat(pool.snapshot().runningTasks()).hasSize(1);
            assertThat(pool.snapshot().queued()).isEqualTo(1);
            assertThat(waiting).isNotDone();
        }
    }

    private ProcessTaskPoolExecutorBuilder oneWorkerAndOneSpare() {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).spareWorkers(1).listener(events);
    }
}
