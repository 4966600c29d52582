package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.Diary;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool gets more or fewer workers while it works. */
@Timeout(180)
@PoolTest
class ResizeTests {

    private static final String FAREWELL = "the pool was resized to at most %d workers";

    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    private ProcessTaskPoolExecutorBuilder pool(int maxWorkers) {
        return ProcessTaskPoolExecutor.builder()
                .name("resized")
                .maxWorkers(maxWorkers)
                .maxHeap(64 << 20)
                .listener(events);
    }

    private Path diary(int task) {
        return directory.resolve("diary-" + task);
    }

    /** Starts tasks that run until they are told, each on a worker of its own. */
    private List<ProcessTask<Long>> occupy(ProcessTaskPoolExecutor pool, int workers) throws Exception {
        List<ProcessTask<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            tasks.add(pool.createProcessTask(Tasks::finishesWhenTold, diary(i).toString()));
        }
        for (int i = 0; i < workers; i++) {
            Diary.await(diary(i), "started");
        }
        return tasks;
    }

    private long tell(List<ProcessTask<Long>> tasks, int task) throws Exception {
        Diary.note(diary(task).toString(), "go");
        return tasks.get(task).get(60, TimeUnit.SECONDS);
    }

    private static Set<Long> pids(ProcessTaskPoolExecutor pool) {
        Set<Long> pids = new HashSet<>();
        for (PoolSnapshot.Worker worker : pool.snapshot().workers()) {
            pids.add(worker.pid());
        }
        return pids;
    }

    // --- more ---

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPoolThatGrowsStartsWhatWaitsAtOnce(boolean inProcess) throws Exception {
        try (var pool = pool(1).inProcess(inProcess).build()) {
            List<ProcessTask<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tasks.add(pool.createProcessTask(Tasks::meets, directory.toString(), 3));
            }
            pool.resize(3);
            for (ProcessTask<Long> task : tasks) {
                assertThat(task.get(60, TimeUnit.SECONDS)).isPositive();
            }
            assertThat(pool.load().maxWorkers()).isEqualTo(3);
            assertThat(pool.snapshot().maxWorkers()).isEqualTo(3);
            assertThat(pool.snapshot().workers()).hasSize(3);
        }
    }

    @Test
    void aPoolWithNothingToDoGrowsByNumberOnly() throws Exception {
        try (var pool = pool(1).build()) {
            pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            pool.resize(4);
            assertThat(pool.snapshot().workers()).hasSize(1);
        }
    }

    // --- fewer ---

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void idleWorkersThatAreTooManyEndAtOnce(boolean inProcess) throws Exception {
        try (var pool =
                pool(3).minWorkers(1).spareWorkers(2).inProcess(inProcess).build()) {
            events.awaitReady(3);
            List<ProcessTask<Long>> tasks = occupy(pool, 3);
            events.awaitReady(5);
            for (int i = 0; i < 3; i++) {
                tell(tasks, i);
            }
            pool.resize(1);
            assertThat(events.awaitEnds(2)).containsExactly(FAREWELL.formatted(1), FAREWELL.formatted(1));
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
            assertThat(pool.snapshot().workers()).hasSize(3);
            assertThat(pool.statistics().workers().recycled()).isZero();
            assertThat(pool.snapshot().lastDeath()).isNull();
        }
    }

    @Test
    void workersThatAreStillStartingAreNotWaitedFor() throws Exception {
        try (var pool = pool(3).build()) {
            List<ProcessTask<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tasks.add(pool.createProcessTask(Tasks::pid));
            }
            pool.resize(1);
            assertThat(events.awaitEnds(2)).containsExactly(FAREWELL.formatted(1), FAREWELL.formatted(1));
            Set<Long> pids = new HashSet<>();
            for (ProcessTask<Long> task : tasks) {
                pids.add(task.get(60, TimeUnit.SECONDS));
                assertThat(task.attempt()).isEqualTo(1);
            }
            assertThat(pids).hasSize(1);
            assertThat(pool.snapshot().lastDeath()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void busyWorkersGoWhenTheirTasksHaveEndedAndTheFirstToEndGoFirst(boolean inProcess) throws Exception {
        try (var pool = pool(3).inProcess(inProcess).build()) {
            List<ProcessTask<Long>> tasks = occupy(pool, 3);
            ProcessTask<Long> waiting = pool.createProcessTask(Tasks::pid);
            pool.resize(1);
            assertThat(pool.load().running()).isEqualTo(3);
            tell(tasks, 2);
            events.awaitEnds(1);
            tell(tasks, 0);
            events.awaitEnds(2);
            // Two were too many, and so is a second task until the last one of the three has ended.
            assertThat(waiting.isDone()).isFalse();
            assertThat(waiting.attempt()).isZero();
            long stays = tell(tasks, 1);
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(stays);
            assertThat(events.ends()).containsOnly(FAREWELL.formatted(1)).hasSize(2);
            assertThat(pool.statistics().workers().recycled()).isZero();
        }
    }

    @Test
    void aWorkerWithOtherThreadsFreeGetsNothingMoreOnceItIsTooMany() throws Exception {
        try (var pool = pool(2).threadsPerWorker(2).build()) {
            // Two on one worker; one on the other, which goes unless it is the last to end.
            List<ProcessTask<Long>> tasks = occupy(pool, 3);
            pool.resize(1);
            ProcessTask<Long> next = pool.createProcessTask(Tasks::pid);
            assertThat(next.attempt()).isZero();
            Set<Long> pids = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                pids.add(tell(tasks, i));
            }
            assertThat(pids).hasSize(2);
            next.get(60, TimeUnit.SECONDS);
            events.awaitEnds(1);
            assertThat(pool.snapshot().workers()).hasSize(1);
        }
    }

    @Test
    void whatWasSentAheadToAWorkerThatLeavesIsDoneAllTheSame() throws Exception {
        try (var pool = pool(2).build()) {
            // Short ones, so that the next are sent ahead.
            for (int i = 0; i < 2_000; i++) {
                pool.createProcessTask(Tasks::pid).join();
            }
            List<ProcessTask<Long>> longOnes = occupy(pool, 2);
            List<ProcessTask<Long>> ahead = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                ahead.add(pool.createProcessTask(Tasks::pid));
            }
            pool.resize(1);
            long first = tell(longOnes, 0);
            events.awaitEnds(1);
            assertThat(pids(pool)).doesNotContain(first);
            long second = tell(longOnes, 1);
            for (ProcessTask<Long> task : ahead) {
                assertThat(task.get(60, TimeUnit.SECONDS)).isIn(first, second);
                assertThat(task.attempt()).isEqualTo(1);
            }
        }
    }

    // --- there and back ---

    @Test
    void aPoolThatGrowsAgainKeepsWhoHasNotGoneYet() throws Exception {
        try (var pool = pool(3).build()) {
            List<ProcessTask<Long>> tasks = occupy(pool, 3);
            Set<Long> before = pids(pool);
            pool.resize(1);
            pool.resize(3);
            for (int i = 0; i < 3; i++) {
                tell(tasks, i);
            }
            List<ProcessTask<Long>> again = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                again.add(pool.createProcessTask(Tasks::meets, directory.toString(), 3));
            }
            Set<Long> after = new HashSet<>();
            for (ProcessTask<Long> task : again) {
                after.add(task.get(60, TimeUnit.SECONDS));
            }
            assertThat(after).isEqualTo(before);
            assertThat(events.ends()).isEmpty();
        }
    }

    static int doesALittle(int number) throws InterruptedException {
        if (number % 7 == 0) {
            new CountDownLatch(1).await(number % 5, TimeUnit.MILLISECONDS);
        }
        return number;
    }

    @Thorough
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 250"})
    void manyResizesUnderLoadLoseNothingAndLeaveAsManyAsThereMayBe(int spareWorkers, int maxTasksPerWorker)
            throws Exception {
        Random random = new Random(spareWorkers);
        try (var pool = pool(2).spareWorkers(spareWorkers)
                .threadsPerWorker(1 + spareWorkers)
                .build()) {
            List<ProcessTask<Integer>> tasks = new ArrayList<>();
            for (int resize = 0; resize < 20; resize++) {
                for (int i = 0; i < 200; i++) {
                    tasks.add(pool.createProcessTask(ResizeTests::doesALittle, tasks.size()));
                }
                tasks.get(tasks.size() - 1 - random.nextInt(200)).get(60, TimeUnit.SECONDS);
                pool.resize(1 + random.nextInt(4));
            }
            for (int i = 0; i < tasks.size(); i++) {
                assertThat(tasks.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
                assertThat(tasks.get(i).attempt()).isEqualTo(1);
            }
            pool.resize(1);
            // The orderly ones end by an event of which only the books tell.
            Poll.until("those too many end", () -> pool.snapshot().workers().size() <= 1 + spareWorkers);
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
            assertThat(pool.snapshot().lastDeath()).isNull();
            if (maxTasksPerWorker == 0) {
                assertThat(pool.statistics().workers().recycled()).isZero();
            }
        }
    }

    @Test
    void aShutdownWhileWorkersAreTooManyFinishesWhatTheyDo() throws Exception {
        var pool = pool(3).build();
        List<ProcessTask<Long>> tasks = occupy(pool, 3);
        ProcessTask<Long> waiting = pool.createProcessTask(Tasks::pid);
        pool.resize(1);
        pool.shutdown();
        for (int i = 0; i < 3; i++) {
            tell(tasks, i);
        }
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.join()).isPositive();
        pool.resize(2);
        assertThat(pool.snapshot().workers()).isEmpty();
    }

    // --- what is refused ---

    @Test
    void aSizeThatCannotBeIsRefusedAndNothingChanges() {
        try (var pool = pool(4).minWorkers(2).build();
                var small = pool(1).build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.resize(1))
                    .withMessageContaining("maxWorkers would be 1 but must be at least minWorkers, which is 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> small.resize(0))
                    .withMessageContaining("maxWorkers would be 0 but must be at least 1");
            assertThat(pool.load().maxWorkers()).isEqualTo(4);
            assertThat(small.load().maxWorkers()).isEqualTo(1);
        }
    }

    @Test
    void moreThanTheMemoryBudgetCanEverHoldIsRefusedButNotTheWayBack() {
        long oneWorker = 161L << 20;
        try (var pool = pool(3).memoryBudget(2 * oneWorker).build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.resize(4))
                    .withMessageContaining("to 4 workers: memoryBudget, 322 MiB, holds 2 of 161 MiB");
            pool.resize(1);
            pool.resize(3);
            assertThat(pool.load().maxWorkers()).isEqualTo(3);
        }
    }

    @Test
    void afterACutARejectionCountsOnlyWhatWaits() throws Exception {
        try (var pool = pool(3).queueCapacity(1).build()) {
            List<ProcessTask<Long>> tasks = occupy(pool, 3);
            pool.resize(1);
            ProcessTask<Long> waiting = pool.createProcessTask(Tasks::pid);
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("4 tasks run or wait already, max-workers is 1 and queue-capacity is 1");
            for (int i = 0; i < 3; i++) {
                tell(tasks, i);
            }
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isPositive();
        }
    }
}
