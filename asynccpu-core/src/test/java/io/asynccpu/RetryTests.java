package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@ExtendWith(NothingLeftBehind.class)
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
