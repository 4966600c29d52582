package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.Diary;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@PoolTest
class MemoryBudgetTests {

    private static final long MIB = 1 << 20;

    /** A heap of 64 MiB, the JVM's own 96 and one thread. */
    private static final long ONE_WORKER = 161 * MIB;

    @TempDir
    private Path directory;

    @Test
    void aBudgetThatNotEvenOneWorkerFitsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(2).memoryBudget(ONE_WORKER - 1).build())
                .withMessageContaining("memoryBudget is 160 MiB but must be at least 161 MiB");
    }

    @Test
    void aBudgetIsRefusedThatTheMinimumOfAllPoolsDoesNotFit() {
        try (var other = pool(2).minWorkers(2).build()) {
            assertThat(other.createProcessTask(Tasks::pid).join()).isPositive();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool(1).memoryBudget(3 * ONE_WORKER - 1).build())
                    .withMessageContaining("beside 322 MiB for those of other pools");
        }
    }

    @Test
    void aStartThatDoesNotFitWaits() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = pool(2).memoryBudget(2 * ONE_WORKER - 1).build()) {
            ProcessTask<String> first = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            ProcessTask<Long> second = pool.createProcessTask(Tasks::pid);

            assertThat(pool.snapshot().waitingForMemory()).contains("161 MiB", "memory-budget is 321 MiB");
            assertThat(pool.snapshot().workers()).hasSize(1);
            first.cancel(true);
            assertThat(second.get()).isEqualTo(first.workerPid());
            assertThat(pool.snapshot().waitingForMemory()).isNull();
        }
    }

    @Test
    void anotherPoolsIdleWorkerMakesRoom() throws Exception {
        PoolEvents events = new PoolEvents();
        try (var idle = pool(2).listener(events).build();
                var poor = pool(1).memoryBudget(2 * ONE_WORKER).build()) {
            ProcessTask<Long> one = idle.createProcessTask(Tasks::meets, directory.toString(), 2);
            ProcessTask<Long> two = idle.createProcessTask(Tasks::meets, directory.toString(), 2);
            assertThat(one.get()).isNotEqualTo(two.get());

            assertThat(poor.createProcessTask(Tasks::pid).get()).isNotIn(one.get(), two.get());
            assertThat(events.awaitEnds(1)).containsExactly("it had no task, and another pool needed the memory");
            assertThat(idle.createProcessTask(Tasks::pid).get()).isIn(one.get(), two.get());
        }
    }

    @Test
    void twoPoolsThatBothWaitForRoomComeToAnEndOfAsking() throws Exception {
        Path diary = directory.resolve("diary");
        try (var one = pool(2).memoryBudget(2 * ONE_WORKER).build();
                var other = pool(2).memoryBudget(2 * ONE_WORKER).build()) {
            ProcessTask<String> busy = one.createProcessTask(Tasks::waits, diary.toString());
            ProcessTask<String> busyToo = other.createProcessTask(Tasks::waits, diary.toString());
            Diary.awaitCount(diary, "started 1", 2);
            ProcessTask<Long> waiting = one.createProcessTask(Tasks::pid);
            ProcessTask<Long> waitingToo = other.createProcessTask(Tasks::pid);

            assertThat(one.snapshot().waitingForMemory()).isNotNull();
            assertThat(other.snapshot().waitingForMemory()).isNotNull();
            busy.cancel(true);
            busyToo.cancel(true);
            assertThat(waiting.get()).isEqualTo(busy.workerPid());
            assertThat(waitingToo.get()).isEqualTo(busyToo.workerPid());
        }
    }

    /** Nobody asks once more: the pool that waits hears nothing. */
    @Test
    void aWorkerThatBecomesIdleWhileAnotherPoolWaitsMakesRoom() throws Exception {
        Path diary = directory.resolve("diary");
        try (var busy = pool(2).build();
                var poor = pool(1).memoryBudget(2 * ONE_WORKER).build()) {
            ProcessTask<Long> one = busy.createProcessTask(Tasks::finishesWhenTold, diary.toString());
            ProcessTask<Long> two = busy.createProcessTask(Tasks::finishesWhenTold, diary.toString());
            Diary.awaitCount(diary, "started", 2);
            ProcessTask<Long> waiting = poor.createProcessTask(Tasks::pid);
            assertThat(poor.snapshot().waitingForMemory()).isNotNull();
            Diary.note(diary.toString(), "go");

            assertThat(waiting.get()).isNotIn(one.get(), two.get());
        }
    }

    @Test
    void withABudgetForOneAWorkerIsRecycledAllTheSame() throws Exception {
        try (var pool = pool(1).memoryBudget(ONE_WORKER).maxTasksPerWorker(1).build()) {
            long first = pool.createProcessTask(Tasks::pid).get();
            assertThat(pool.createProcessTask(Tasks::pid).get()).isNotEqualTo(first);
        }
    }

    /** Nothing else would start a worker again: no task waits. */
    @Test
    void aTrialForWhichThereWasNoMemoryComesWhenThereIs() throws Exception {
        PoolEvents events = new PoolEvents();
        Path outage = Files.createFile(directory.resolve("outage"));
        try (var pool = pool(1).memoryBudget(2 * ONE_WORKER)
                .environment(Map.of("OUTAGE", outage.toString()))
                .workerConfigurer(BreakerTests.RefusesWhileFileExists.class)
                .listener(events)
                .build()) {
            while (pool.snapshot().outOfService() == null) {
                assertThat(pool.createProcessTask(Tasks::pid)).failsWithin(Duration.ofSeconds(60));
            }
            try (var others = pool(2).cancelTasksWhenShutdown(true).build()) {
                others.createProcessTask(OperationTests::endless);
                others.createProcessTask(OperationTests::endless);
                Files.delete(outage);
                Poll.until("the trial waits for memory", () -> pool.snapshot().waitingForMemory() != null);
            }
            events.awaitReady(1);
            assertThat(pool.snapshot().waitingForMemory()).isNull();
        }
    }

    private static ProcessTaskPoolExecutorBuilder pool(int maxWorkers) {
        return ProcessTaskPoolExecutor.builder().maxWorkers(maxWorkers).maxHeap(64 * MIB);
    }
}
