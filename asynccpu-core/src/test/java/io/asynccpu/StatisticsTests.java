package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerUsage;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@PoolTest
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
                    .containsEntry(TaskOutcome.SUCCESS, 1L)
                    .containsEntry(TaskOutcome.ABANDONED, 1L)
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

    @Test
    void whatItsCallerCompletesIsNeitherFailureNorSuccess() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        BlockingQueue<TaskOutcome> carried = new LinkedBlockingQueue<>();
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelGracePeriod(Duration.ofMillis(10))
                .contextCarriers(List.of(new OutcomeCarrier(carried)))
                .listener(new ProcessPoolListener() {
                    @Override
                    public void taskEnded(PoolSnapshot.Task task) {
                        heard.add(task.state());
                    }
                })
                .build()) {
            assertThatThrownBy(
                            pool.createProcessTask(StatisticsTests::endless).orTimeout(1, TimeUnit.MILLISECONDS)::join)
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(pool.createProcessTask(StatisticsTests::endless)
                            .completeOnTimeout(5L, 1, TimeUnit.MILLISECONDS)
                            .join())
                    .isEqualTo(5);
            pool.createProcessTask(StatisticsTests::endless).completeExceptionally(new IllegalStateException("mine"));
            pool.createProcessTask(StatisticsTests::endless)
                    .completeAsync(() -> 5L)
                    .join();
            pool.createProcessTask(StatisticsTests::endless).cancel(true);

            assertThat(pool.statistics().tasks())
                    .containsEntry(TaskOutcome.ABANDONED, 4L)
                    .containsEntry(TaskOutcome.CANCELLED, 1L)
                    .containsEntry(TaskOutcome.FAILURE, 0L)
                    .containsEntry(TaskOutcome.SUCCESS, 0L)
                    .containsEntry(TaskOutcome.TIMEOUT, 0L);
            assertThat(pool.statistics().completed()).isEqualTo(5);
            assertThat(pool.recentFailures()).isEmpty();
            for (int i = 0; i < 4; i++) {
                assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("ABANDONED");
            }
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("CANCELLED");
            List<TaskOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                outcomes.add(carried.poll(60, TimeUnit.SECONDS));
            }
            // On threads for callbacks, in any order.
            assertThat(outcomes).filteredOn(TaskOutcome.ABANDONED::equals).hasSize(4);
            assertThat(outcomes).contains(TaskOutcome.CANCELLED);
        }
    }

    /** A span's error and outcome come from there. */
    private record OutcomeCarrier(Queue<TaskOutcome> carried) implements ContextCarrier {

        @Override
        public String name() {
            return "outcome";
        }

        @Override
        public Captured capture(String pool, String task) {
            return new Captured() {
                @Override
                public Map<String, String> values() {
                    return Map.of();
                }

                @Override
                public void ended(TaskOutcome outcome, Throwable failure) {
                    carried.add(outcome);
                }
            };
        }

        @Override
        public Restored restore(Map<String, String> values) {
            return failure -> {};
        }
    }

    private static long endless() throws InterruptedException {
        Thread.sleep(Long.MAX_VALUE);
        return 0;
    }
}
