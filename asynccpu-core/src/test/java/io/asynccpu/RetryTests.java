package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerOutOfMemoryException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@PoolTest
class RetryTests {

    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    @Test
    void aTaskThatPausesBeforeItsNextAttemptHoldsUpNobody() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxAttempts(2)
                .retryDelay(Duration.ofSeconds(20))
                .listener(events)
                .build()) {
            ProcessTask<Integer> pausing = pool.createProcessTask(Tasks::diesUntilAttempt, diary.toString(), 2);
            events.awaitEnds(1);
            assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
            assertThat(pausing).isNotDone();

            assertThat(pausing.cancel(true)).isTrue();
            assertThatThrownBy(pausing::get).isInstanceOf(CancellationException.class);
        }
        assertThat(Diary.read(diary)).containsExactly("started 1");
    }

    @Test
    void thePauseBeforeTheNextAttemptIsNoTimeInTheQueue() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .minWorkers(1)
                .maxWorkers(1)
                .spareWorkers(1)
                .maxAttempts(2)
                .queueTimeout(Duration.ofSeconds(1))
                .retryDelay(Duration.ofSeconds(2))
                .listener(events)
                .build()) {
            events.awaitReady(2);
            ProcessTask<Integer> task = pool.createProcessTask(Tasks::diesUntilAttempt, diary.toString(), 2);
            assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    void aShutdownWaitsForTheNextAttempt() throws Exception {
        Path diary = directory.resolve("diary");
        ProcessTask<Integer> task;
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxAttempts(2)
                .retryDelay(Duration.ofMillis(300))
                .listener(events)
                .build()) {
            task = pool.createProcessTask(Tasks::diesUntilAttempt, diary.toString(), 2);
            events.awaitEnds(1);
        }
        assertThat(task.join()).isEqualTo(2);
    }

    /** Whoever waited at a dead worker is not to blame, but not without end. */
    @Test
    void aTaskThatNoWorkerCanTakeInIsNotTriedForEver() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxHeap(24L << 20)
                .listener(events)
                .build()) {
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
            ProcessTask<byte[]> tooLarge = pool.createProcessTask(Tasks::echo, new byte[40 << 20]);
            assertThatThrownBy(() -> tooLarge.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(WorkerOutOfMemoryException.class)
                    .hasMessageContaining("before it started");
            assertThat(events.awaitEnds(4)).hasSize(4);
        }
    }

    @Test
    void aTaskThatKillsEveryWorkerKillsNoMoreThanItMay() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxAttempts(3)
                .retryDelay(Duration.ofMillis(1))
                .listener(events)
                .build()) {
            ProcessTask<Integer> poison = pool.createProcessTask(Tasks::diesUntilAttempt, diary.toString(), 100);
            assertThatThrownBy(poison::get)
                    .cause()
                    .isInstanceOf(WorkerCrashedException.class)
                    .hasMessageContaining("attempt 3")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .hasSize(2)
                            .allMatch(earlier -> earlier instanceof WorkerCrashedException));
            assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
            assertThat(events.ends()).hasSize(3);
        }
        assertThat(Diary.read(diary)).containsExactly("started 1", "started 2", "started 3");
    }
}
