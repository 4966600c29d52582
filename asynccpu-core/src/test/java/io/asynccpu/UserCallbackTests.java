package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskFunction0;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users hang on tasks and pools may throw, block, submit and wait, or close the pool: nothing stalls, nothing is lost. */
@Timeout(120)
@PoolTest
class UserCallbackTests {

    private static final int BOUND_SECONDS = 30;

    /** One worker, so that a thread of the pool which waits for a task waits for itself. */
    private static ProcessTaskPoolExecutorBuilder oneWorker() {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).cancelTasksWhenShutdown(true);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // --- stages ---

    @Test
    void aStageThatThrowsHarmsNobody() throws Exception {
        try (var pool = oneWorker().build()) {
            for (int i = 0; i < 100; i++) {
                ProcessTask<Long> task = pool.createProcessTask(HarmlessTasks::square, i);
                CompletableFuture<Void> stage = task.thenAccept(square -> {
                    throw new AssertionError("thrown by a stage");
                });
                assertThat(get(task)).isEqualTo((long) i * i);
                assertThatThrownBy(() -> get(stage)).hasCauseInstanceOf(AssertionError.class);
            }
        }
    }

    @Test
    void stagesThatBlockHoldUpNobody(@TempDir Path directory) throws Exception {
        Path gate = directory.resolve("gate");
        CountDownLatch release = new CountDownLatch(1);
        List<ProcessTask<Long>> tasks = new ArrayList<>();
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        try (var pool = oneWorker().build()) {
            ProcessTask<Long> first = pool.createProcessTask(HarmlessTasks::awaitsFile, gate.toString());
            for (int i = 0; i < 50; i++) {
                ProcessTask<Long> task = pool.createProcessTask(HarmlessTasks::square, i);
                tasks.add(task);
                stages.add(task.thenAccept(square -> await(release)));
            }
            Files.createFile(gate);
            get(first);
            for (int i = 0; i < 50; i++) {
                // Nor those who wait for the result, on whose threads the JDK's get() would run the stage.
                assertThat(get(tasks.get(i))).isEqualTo((long) i * i);
            }
            assertThat(stages).noneMatch(CompletableFuture::isDone);
            release.countDown();
            for (CompletableFuture<Void> stage : stages) {
                get(stage);
            }
        }
    }

    @Test
    void aStageMaySubmitToTheSamePoolAndWait() throws Exception {
        try (var pool = oneWorker().build()) {
            int depth = get(pool.createProcessTask(HarmlessTasks::square, 2).thenApply(four -> nested(pool, 5)));
            assertThat(depth).isEqualTo(5);
        }
    }

    private static int nested(ProcessTaskPoolExecutor pool, int depth) {
        if (depth == 0) {
            return 0;
        }
        return 1
                + pool.createProcessTask(HarmlessTasks::square, depth)
                        .thenApply(square -> nested(pool, depth - 1))
                        .join();
    }

    @Test
    void aStageMayCloseThePool() throws Exception {
        var pool = oneWorker().build();
        ProcessTask<Long> task = pool.createProcessTask(HarmlessTasks::square, 3);
        CompletableFuture<Void> closed = task.thenRun(pool::close);
        get(closed);
        assertThat(pool.isTerminated()).isTrue();
        assertThat(get(task)).isEqualTo(9);
    }

    @Test
    void stagesOfTasksThatFailCrashOrTimeOutMaySubmitAndWait() throws Exception {
        try (var pool = oneWorker().timeout(Duration.ofSeconds(1)).build()) {
            List<TaskFunction0<?>> faults =
                    List.of(() -> Tasks.fails("thrown"), () -> Tasks.halts(0), HarmlessTasks::waitsForever);
            for (TaskFunction0<?> fault : faults) {
                CompletableFuture<Long> then = pool.createProcessTask(fault)
                        .handle((result, failure) -> failure != null ? 4 : 0)
                        .thenApply(n ->
                                pool.createProcessTask(HarmlessTasks::square, n).join());
                assertThat(get(then)).isEqualTo(16);
            }
        }
    }

    /** Registered at any moment around the task's end, in each way that a future can hear of, a stage runs on no thread that the pool needs. */
    @Thorough
    @Test
    void noStageRunsOnAThreadOfThePoolHoweverItIsRegistered() throws Exception {
        BlockingQueue<Thread> ranOn = new LinkedBlockingQueue<>();
        Runnable stage = () -> ranOn.add(Thread.currentThread());
        int[] onPool = new int[6];
        int tasks = Thorough.Extent.of(12_000);
        try (var pool = oneWorker().build()) {
            for (int i = 0; i < tasks; i++) {
                ProcessTask<Long> task = pool.createProcessTask(HarmlessTasks::square, i);
                HarmlessTasks.spins((i * 37L) % 150_000);
                int way = i % onPool.length;
                CompletableFuture<?> unused =
                        switch (way) {
                            case 0 -> task.thenRun(stage);
                            case 1 -> CompletableFuture.allOf(task).thenRun(stage);
                            case 2 -> CompletableFuture.anyOf(task).thenRun(stage);
                            case 3 ->
                                CompletableFuture.allOf(CompletableFuture.completedFuture(1), task)
                                        .thenRun(stage);
                            case 4 ->
                                CompletableFuture.completedFuture(1)
                                        .thenCompose(one -> task)
                                        .thenRun(stage);
                            default ->
                                new CompletableFuture<Long>()
                                        .applyToEither(task, square -> square)
                                        .thenRun(stage);
                        };
                Thread thread = ranOn.poll(BOUND_SECONDS, TimeUnit.SECONDS);
                assertThat(thread).as("the stage of task " + i).isNotNull();
                if (thread.getName().startsWith("asynccpu-default-worker")) {
                    onPool[way]++;
                }
            }
        }
        // The JDK's static methods leave a future no way to hear of them: what they add between the pool's look for
        // stages and the completion, some instructions later, runs there. The reader's relief bounds what that can do.
        for (int way = 0; way < onPool.length; way++) {
            boolean unheard = way >= 1 && way <= 3;
            assertThat(onPool[way])
                    .as("stages on a worker's thread, of " + tasks / onPool.length + " registered in way " + way)
                    .isLessThanOrEqualTo(unheard ? tasks / 300 : 0);
        }
    }

    // --- listeners ---

    @Test
    void aListenerThatThrowsHearsTheNextEvent() throws Exception {
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        ProcessPoolListener listener = new ProcessPoolListener() {
            @Override
            public void taskEnded(PoolSnapshot.Task task) {
                heard.add(task.id());
                if (heard.size() % 2 == 0) {
                    throw new IllegalStateException("thrown by a listener");
                }
                throw new LinkageError("thrown by a listener");
            }
        };
        try (var pool = oneWorker().listener(listener).build()) {
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ProcessTask<Long> task = pool.createProcessTask(HarmlessTasks::square, i);
                ids.add(task.taskId());
                assertThat(get(task)).isEqualTo((long) i * i);
            }
            for (long id : ids) {
                assertThat(heard.poll(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(id);
            }
        }
    }

    @Test
    void aListenerThatBlocksHoldsUpNoTaskAndNoClose() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(20);
        ProcessPoolListener listener = new ProcessPoolListener() {
            @Override
            public void taskEnded(PoolSnapshot.Task task) {
                await(release);
                ended.countDown();
            }
        };
        try (var pool = oneWorker().listener(listener).build()) {
            for (int i = 0; i < 20; i++) {
                assertThat(get(pool.createProcessTask(HarmlessTasks::square, i)))
                        .isEqualTo((long) i * i);
            }
        }
        release.countDown();
        await(ended);
    }

    @Test
    void aListenerMaySubmitAndWaitAndCloseThePool() throws Exception {
        AtomicReference<ProcessTaskPoolExecutor> pool = new AtomicReference<>();
        CompletableFuture<Long> answered = new CompletableFuture<>();
        ProcessPoolListener listener = new ProcessPoolListener() {
            @Override
            public void taskEnded(PoolSnapshot.Task task) {
                if (!answered.isDone()) {
                    answered.complete(pool.get()
                            .createProcessTask(HarmlessTasks::square, 7)
                            .join());
                    pool.get().close();
                }
            }
        };
        pool.set(oneWorker().listener(listener).build());
        assertThat(get(pool.get().createProcessTask(HarmlessTasks::square, 1))).isEqualTo(1);
        assertThat(get(answered)).isEqualTo(49);
        assertThat(pool.get().awaitTermination(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    // --- progress ---

    private static long tellsTwice(String again) throws Exception {
        TaskContext.current().progress(1, 2, "first");
        long pid = HarmlessTasks.awaitsFile(again);
        TaskContext.current().progress(2, 2, "second");
        return pid;
    }

    @Test
    void aProgressListenerThatThrowsHearsTheNextProgress(@TempDir Path directory) throws Exception {
        Path again = directory.resolve("again");
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        try (var pool = oneWorker().build()) {
            ProcessTask<Long> task = pool.createProcessTask(UserCallbackTests::tellsTwice, again.toString());
            task.onProgress(progress -> {
                (progress.message().equals("second") ? second : first).countDown();
                throw new AssertionError("thrown by a progress listener");
            });
            await(first);
            Files.createFile(again);
            assertThat(get(task)).isPositive();
            await(second);
        }
    }

    @Test
    void aProgressListenerMayBlockOrSubmitAndWait() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            List<ProcessTask<Boolean>> tasks = IntStream.range(0, 20)
                    .mapToObj(i -> pool.createProcessTask(UserCallbackTests::tells, i))
                    .toList();
            CompletableFuture<Long> answered = new CompletableFuture<>();
            for (ProcessTask<Boolean> task : tasks) {
                task.onProgress(progress -> {
                    answered.complete(
                            pool.createProcessTask(HarmlessTasks::square, 6).join());
                    await(release);
                });
            }
            for (ProcessTask<Boolean> task : tasks) {
                get(task);
            }
            assertThat(get(answered)).isEqualTo(36);
            release.countDown();
        }
    }

    private static boolean tells(int i) {
        TaskContext.current().progress(i, i, "tells");
        return true;
    }
}
