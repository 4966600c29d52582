package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerUsage;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(NothingLeftBehind.class)
class StatisticsTests {

    private record Times(String pool, long queuedNanos, long runningNanos) {}

    @Test
    void everyWorkerThatWasStartedHasItsEndAndWhatItUsedOutlivesIt() {
        PoolStatistics before;
        WorkerUsage used;
        ProcessTaskPoolExecutor ended;
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxTasksPerWorker(2)
                .build()) {
            ended = pool;
            pool.createProcessTask(Tasks::sumOfSquares, 100).join();
            used = pool.usage();
            assertThat(used.residentBytes()).isGreaterThan(10 << 20);
            assertThat(used.processorTime()).isPositive();
            pool.createProcessTask(Tasks::pid).join();
            assertThatThrownBy(pool.createProcessTask(Tasks::halts, 3)::join).hasMessageContaining("died");
            pool.createProcessTask(Tasks::pid).join();
            before = pool.statistics();
        }
        PoolStatistics statistics = ended.statistics();
        PoolStatistics.Workers workers = statistics.workers();
        assertThat(workers.recycled()).isEqualTo(1);
        assertThat(workers.deaths()).containsEntry(Cause.EXITED, 1L).hasSize(Cause.values().length);
        assertThat(workers.retired()).isGreaterThanOrEqualTo(1);
        assertThat(workers.started()).isEqualTo(workers.recycled() + workers.retired() + 1);
        assertThat(workers.ready()).isBetween(3L, workers.started());
        assertThat(workers.startup()).isBetween(Duration.ofMillis(10), Duration.ofMinutes(1));

        assertThat(statistics.bytesSent()).isGreaterThanOrEqualTo(before.bytesSent());
        assertThat(statistics.bytesReceived()).isGreaterThanOrEqualTo(before.bytesReceived());
        assertThat(before.bytesSent()).isPositive();
        assertThat(before.bytesReceived()).isPositive();
        assertThat(ended.usage().residentBytes()).isZero();
        assertThat(ended.usage().processorTime()).isGreaterThanOrEqualTo(used.processorTime());
    }

    /** In process, as it is the same there. */
    @Test
    void everyTaskCountsOnceAndIsMeasuredWhateverTheMeterDoes() {
        List<Times> measured = new CopyOnWriteArrayList<>();
        try (var pool = ProcessTaskPoolExecutor.builder()
                .name("measured")
                .inProcess(true)
                .maxWorkers(1)
                .queueCapacity(1)
                .cancelGracePeriod(Duration.ofMillis(10))
                .taskMeters(List.of(
                        (name, queuedNanos, runningNanos) -> {
                            throw new IllegalStateException("on purpose");
                        },
                        (name, queuedNanos, runningNanos) -> measured.add(new Times(name, queuedNanos, runningNanos))))
                .build()) {
            pool.createProcessTask(Tasks::pid).join();
            assertThatThrownBy(pool.createProcessTask(Tasks::fails, "wrong")::join)
                    .hasMessageContaining("wrong");
            ProcessTask<Long> endless = pool.createProcessTask(StatisticsTests::endless);
            ProcessTask<Long> queued = pool.createProcessTask(Tasks::pid);
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid)).isInstanceOf(RejectedExecutionException.class);
            assertThat(pool.load()).isEqualTo(new PoolLoad(1, 1, 1, 0, 1, 1, 1));
            assertThat(pool.load().remaining()).isZero();
            queued.cancel(true);
            assertThat(pool.load().remaining()).isEqualTo(1);
            endless.complete(5L);

            assertThat(pool.statistics().tasks())
                    .containsEntry(TaskOutcome.SUCCESS, 2L)
                    .containsEntry(TaskOutcome.FAILURE, 1L)
                    .containsEntry(TaskOutcome.CANCELLED, 1L)
                    .containsEntry(TaskOutcome.REJECTED, 1L)
                    .containsEntry(TaskOutcome.TIMEOUT, 0L);
            assertThat(pool.statistics().completed()).isEqualTo(4);
            assertThat(pool.usage()).isEqualTo(new WorkerUsage(0, Duration.ZERO));
        }
        assertThat(measured).hasSize(4).allSatisfy(times -> {
            assertThat(times.pool()).isEqualTo("measured");
            assertThat(times.queuedNanos()).isPositive();
        });
        assertThat(measured).filteredOn(times -> times.runningNanos() == -1).hasSize(1);
        assertThat(measured).filteredOn(times -> times.runningNanos() > 0).hasSize(3);
    }

    private static long endless() throws InterruptedException {
        Thread.sleep(Long.MAX_VALUE);
        return 0;
    }
}
