package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks on one worker, one of which does not end when it should. */
@Timeout(120)
@PoolTest
class NeighborTests {

    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    @Test
    void aNeighborMayFinishBeforeTheWorkerIsKilled() throws Exception {
        Path go = directory.resolve("go");
        try (var pool = twoThreads().neighborGracePeriod(Duration.ofDays(1)).build()) {
            ProcessTask<Integer> deaf = start(pool);
            ProcessTask<Long> neighbor = pool.createProcessTask(Tasks::finishesWhenTold, go.toString());
            Diary.await(go, "started");
            deaf.cancel(true);
            // Far longer than the cancel grace period.
            assertThatThrownBy(() -> neighbor.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            ProcessTask<Long> next = pool.createProcessTask(Tasks::pid);
            Diary.note(go.toString(), "go");

            assertThat(neighbor.get()).isEqualTo(deaf.workerPid());
            assertThat(events.awaitEnds(1).get(0)).contains("it was killed by this pool: Task " + deaf.taskId() + " (");
            assertThat(next.get()).isNotEqualTo(deaf.workerPid());
        }
    }

    @Test
    void aNeighborThatGoesOnIsKilledAndToldWhoseFaultItWas() throws Exception {
        Path go = directory.resolve("go");
        try (var pool = twoThreads().neighborGracePeriod(Duration.ofMillis(100)).build()) {
            ProcessTask<Integer> deaf = start(pool);
            ProcessTask<Long> neighbor = pool.createProcessTask(Tasks::finishesWhenTold, go.toString());
            Diary.await(go, "started");
            deaf.cancel(true);

            assertThatThrownBy(neighbor::get)
                    .cause()
                    .isInstanceOf(WorkerCrashedException.class)
                    .hasMessageContainingAll(
                            "it was killed by this pool: Task " + deaf.taskId() + " (",
                            "went on for longer than the cancel grace period");
            assertThatThrownBy(deaf::get).isInstanceOf(CancellationException.class);
            assertThat(pool.createProcessTask(Tasks::pid).get()).isNotEqualTo(deaf.workerPid());
        }
    }

    @Test
    void aKilledNeighborIsStartedAgainWhereThatIsAllowed() throws Exception {
        Path go = directory.resolve("go");
        try (var pool =
                twoThreads().neighborGracePeriod(Duration.ZERO).maxAttempts(2).build()) {
            ProcessTask<Integer> deaf = start(pool);
            ProcessTask<Long> neighbor = pool.createProcessTask(Tasks::finishesWhenTold, go.toString());
            Diary.await(go, "started");
            deaf.cancel(true);
            events.awaitEnds(1);
            Diary.note(go.toString(), "go");

            assertThat(neighbor.get()).isNotEqualTo(deaf.workerPid());
            assertThat(neighbor.attempt()).isEqualTo(2);
            assertThat(Diary.read(go)).filteredOn("started"::equals).hasSize(2);
        }
    }

    @Test
    void aWorkerIsForgivenWhenTheLateTaskEndsAfterAll() throws Exception {
        Path go = directory.resolve("go");
        Path stubborn = directory.resolve("stubborn");
        try (var pool = twoThreads().neighborGracePeriod(Duration.ofDays(1)).build()) {
            ProcessTask<Long> late = pool.createProcessTask(Tasks::finishesWhenTold, stubborn.toString());
            Diary.await(stubborn, "started");
            ProcessTask<Long> neighbor = pool.createProcessTask(Tasks::finishesWhenTold, go.toString());
            Diary.await(go, "started");
            late.cancel(true);
            assertThatThrownBy(() -> neighbor.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            Diary.note(stubborn.toString(), "go");
            ProcessTask<Long> next = pool.createProcessTask(Tasks::pid);

            assertThat(next.get()).isEqualTo(late.workerPid());
            Diary.note(go.toString(), "go");
            assertThat(neighbor.get()).isEqualTo(late.workerPid());
            assertThat(events.ends()).isEmpty();
        }
    }

    private ProcessTask<Integer> start(ProcessTaskPoolExecutor pool) throws Exception {
        Path diary = directory.resolve("diary");
        ProcessTask<Integer> deaf = pool.createProcessTask(Tasks::ignoresInterrupts, diary.toString());
        Diary.await(diary, "started 1");
        return deaf;
    }

    private ProcessTaskPoolExecutorBuilder twoThreads() {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .threadsPerWorker(2)
                .cancelGracePeriod(Duration.ofMillis(50))
                .listener(events);
    }
}
