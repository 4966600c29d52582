package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
@Timeout(120)
@PoolTest
class ProcessTaskPoolExecutorTests {

    @Test
    void runsTheAncestorsQuickstart() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(3).build()) {
            var tasks = new ArrayList<ProcessTask<?>>();
            for (int i = 0; i < 10; i++) {
                tasks.add(pool.createProcessTask(Tasks::sumOfSquares, 100_000));
            }
            assertThat(tasks)
                    .allSatisfy(task -> assertThat(task.join()).hasToString("333328333350000"))
                    .allSatisfy(task -> assertThat(task.workerPid())
                            .isNotEqualTo(ProcessHandle.current().pid()))
                    .allSatisfy(task -> assertThat(task.attempt()).isEqualTo(1));
        }
    }

    @Test
    void functionsOfUpToFourArgumentsRunInAnotherProcess() {
        String captured = "captured";
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(Tasks::pid).join())
                    .isNotEqualTo(ProcessHandle.current().pid());
            assertThat(pool.createProcessTask((Integer a) -> a + 1, 41).join()).isEqualTo(42);
            assertThat(pool.createProcessTask((String a, String b) -> a + b + captured, "x", "y")
                            .join())
                    .isEqualTo("xycaptured");
            assertThat(pool.createProcessTask((Integer a, Integer b, Integer c) -> a + b + c, 1, 2, 3)
                            .join())
                    .isEqualTo(6);
            assertThat(pool.createProcessTask(Tasks::join, "a", 1, List.of(5L), true)
                            .join())
                    .isEqualTo("a1[5]true");
            assertThat(pool.createProcessTask(() -> (String) null).join()).isNull();
        }
    }

    @Test
    void aReturnedStageIsAwaitedInTheChild() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createAsyncProcessTask(Tasks::later, "it is").join())
                    .isEqualTo("later it is");
            assertThatThrownBy(() ->
                            pool.createAsyncProcessTask(Tasks::laterFails, "no").get())
                    .cause()
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no");
        }
    }

    @Test
    void aTasksOwnExceptionArrivesAsItselfWithTheChildsStack() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThatThrownBy(
                            () -> pool.createProcessTask(Tasks::fails, "broken").get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("broken")
                    .hasStackTraceContaining(Tasks.class.getName() + ".fails")
                    .cause()
                    .isExactlyInstanceOf(ArithmeticException.class)
                    .hasMessage("cause of broken");
            assertThat(pool.createProcessTask(Tasks::pid).join()).isPositive();
            assertThat(pool.snapshot().workers()).hasSize(1);
        }
    }

    @Test
    void isAnExecutorService() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            Callable<Long> pid = (Callable<Long> & Serializable) Tasks::pid;
            Callable<Long> fails = (Callable<Long> & Serializable)
                    () -> (long) Tasks.fails("no").length();
            assertThat(pool.submit(pid).get()).isPositive();
            assertThat(pool.submit((Runnable & Serializable) () -> {}).get()).isNull();
            assertThat(pool.submit((Runnable & Serializable) () -> {}, "done").get())
                    .isEqualTo("done");
            List<Future<Long>> all = pool.invokeAll(List.of(pid, fails));
            assertThat(all.get(0).get()).isPositive();
            assertThatThrownBy(all.get(1)::get).hasCauseInstanceOf(IllegalStateException.class);
            assertThat(pool.invokeAny(List.of(fails, pid))).isPositive();
            assertThatThrownBy(() -> pool.invokeAny(List.of(fails))).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void blockedCallbacksHoldUpNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            List<CompletableFuture<?>> blocked = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                blocked.add(pool.createProcessTask(Tasks::pid).thenAccept(pid -> await(release)));
            }
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
            release.countDown();
            CompletableFuture.allOf(blocked.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        } finally {
            release.countDown();
        }
    }

    @Test
    void aCallbackMaySubmitToItsOwnPoolAndWait() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(Tasks::pid)
                            .thenApply(first -> List.of(
                                    first, pool.createProcessTask(Tasks::pid).join()))
                            .get(60, TimeUnit.SECONDS))
                    .doesNotContainNull()
                    .hasSize(2);
        }
    }

    @Test
    void progressReachesTheParentNewestLast() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            CompletableFuture<TaskProgress> last = new CompletableFuture<>();
            ProcessTask<Integer> task = pool.createProcessTask(Tasks::count, 1000)
                    .onProgress(progress -> {
                        if (progress.done() == 1000) {
                            last.complete(progress);
                        }
                    });
            assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo(new TaskProgress(1000, 1000, "step 1000"));
            assertThat(task.join()).isEqualTo(1000);
        }
    }

    @Test
    void statisticsTellWhatTheTaskCost() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessTask<?> task = pool.createProcessTask(Tasks::sumOfSquares, 200_000);
            task.join();
            assertThat(task.statistics().cpuTime()).isPositive();
            assertThat(task.statistics().allocatedBytes()).isGreaterThan(1_000_000);
            assertThat(task.statistics().running()).isPositive();
        }
    }

    @Test
    void severalThreadsPerWorkerShareOneProcess() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .threadsPerWorker(4)
                .build()) {
            List<ProcessTask<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                tasks.add(pool.createProcessTask(Tasks::pid));
            }
            assertThat(tasks)
                    .extracting(CompletableFuture::join)
                    .containsOnly(tasks.get(0).join());
        }
    }

    @Test
    void contextTellsTheTaskAboutItself() {
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("named").maxWorkers(1).build()) {
            ProcessTask<String> task = pool.createProcessTask(
                    () -> TaskContext.current().pool() + TaskContext.current().taskId());
            assertThat(task.join()).isEqualTo("named" + task.taskId());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
