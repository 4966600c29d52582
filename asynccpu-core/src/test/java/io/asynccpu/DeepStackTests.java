package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users' threads that have hardly any stack left. */
@Timeout(120)
@PoolTest
class DeepStackTests {

    private static final int ROUNDS = 4;
    /** In each round, after that there is enough room. */
    private static final int SUCCESSES = 10;

    private int overflows;
    private int successes;

    /** As deep as it goes; on the way back it tries at each depth, until that has succeeded often enough. */
    @SuppressWarnings("InfiniteRecursion")
    private void atTheVerge(Callable<?> step) throws Exception {
        boolean deepest = false;
        try {
            atTheVerge(step);
        } catch (StackOverflowError e) {
            deepest = true;
        }
        if (!deepest && successes >= SUCCESSES) {
            return;
        }
        try {
            step.call();
            successes++;
        } catch (StackOverflowError e) {
            overflows++;
        }
    }

    private void onDeepThreads(Callable<?> step) throws Exception {
        // Whoever overflows where the JVM links a lambda never has it.
        step.call();
        for (int round = 0; round < ROUNDS; round++) {
            successes = 0;
            FutureTask<Void> deep = new FutureTask<>(() -> {
                atTheVerge(step);
                return null;
            });
            // Each time the frames lie elsewhere.
            new Thread(null, deep, "deep", (400 << 10) + round * 4_000L).start();
            deep.get(110, TimeUnit.SECONDS);
            assertThat(successes).isEqualTo(SUCCESSES);
        }
        assertThat(overflows).isPositive();
    }

    @Test
    void aWaitingThreadThatOverflowsHarmsNoWorker() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            List<ProcessTask<?>> tasks = new ArrayList<>();
            pool.createProcessTask(Tasks::pid).get();
            onDeepThreads(() -> {
                ProcessTask<?> task = pool.createProcessTask(Tasks::pid);
                tasks.add(task);
                return task.get();
            });
            assertThat(tasks).allSatisfy(task -> assertThat(task).succeedsWithin(Duration.ofSeconds(60)));
            assertThat(pool.statistics().workers().started()).isEqualTo(1);
        }
    }

    @Test
    void aCancelThatOverflowsLeavesNoTaskHalfCancelled() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            List<ProcessTask<?>> tasks = new ArrayList<>();
            pool.pause();
            onDeepThreads(() -> {
                ProcessTask<?> task = pool.createProcessTask(Tasks::pid);
                tasks.add(task);
                return task.cancel(true);
            });
            pool.resume();
            assertThat(tasks).allSatisfy(task -> assertThat(task.handle((result, failure) -> 1))
                    .succeedsWithin(Duration.ofSeconds(60)));
            assertThat(pool.statistics().workers().started()).isEqualTo(1);
        }
    }
}
