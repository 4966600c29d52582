package io.asynccpu.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Thorough;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to a pool while it works. */
@Timeout(60)
@PoolTest
class OperationTests {

    @TempDir
    Path directory;

    private static ProcessTaskPoolExecutorBuilder pool() {
        return ProcessTaskPoolExecutor.builder().name("operated").maxWorkers(1).cancelTasksWhenShutdown(true);
    }

    static long pid() {
        return ProcessHandle.current().pid();
    }

    static String waitsUntilTold(String diary) throws Exception {
        Diary.note(diary, "running");
        Diary.await(Path.of(diary), "end");
        return "done";
    }

    static int fail(int number) {
        throw new IllegalStateException("number " + number);
    }

    static int halt() {
        Runtime.getRuntime().halt(7);
        return 0;
    }

    // --- pause ---

    @Test
    void aPausedPoolTakesTasksAndStartsNone() throws Exception {
        try (var pool = pool().build()) {
            pool.createProcessTask(OperationTests::pid).join();
            pool.pause();
            assertThat(pool.snapshot().paused()).isTrue();
            ProcessTask<Long> waiting = pool.createProcessTask(OperationTests::pid);
            // An entry in the books that would start it if anything did.
            pool.pause();
            assertThat(pool.snapshot().queued()).isEqualTo(1);
            assertThat(waiting.attempt()).isZero();
            pool.resume();
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isPositive();
            assertThat(pool.snapshot().paused()).isFalse();
        }
    }

    @Test
    void whatWaitsInAPausedPoolIsCancelledWithThePool() throws Exception {
        var pool = pool().build();
        pool.createProcessTask(OperationTests::pid).join();
        pool.pause();
        ProcessTask<Long> waiting = pool.createProcessTask(OperationTests::pid);
        pool.shutdownNow();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting).isCancelled();
        assertThat(waiting.attempt()).isZero();
    }

    /** Pauses race with submissions, and with what is sent ahead and taken back. */
    @Thorough
    @Test
    void noTaskIsLostOrRunTwiceAmongPauses() throws Exception {
        try (var pool = pool().maxWorkers(2).build()) {
            pool.createProcessTask(OperationTests::pid).join();
            List<ProcessTask<Long>> tasks = new ArrayList<>();
            Thread submitter = new Thread(() -> {
                for (int i = Thorough.Extent.of(5_000); i > 0; i--) {
                    tasks.add(pool.createProcessTask(OperationTests::pid));
                }
            });
            submitter.start();
            // Without a pause of its own: it is to meet each step of a submission.
            while (submitter.isAlive()) {
                pool.pause();
                pool.resume();
            }
            submitter.join();
            for (ProcessTask<Long> task : tasks) {
                assertThat(task.get(30, TimeUnit.SECONDS)).isPositive();
                assertThat(task.attempt()).isEqualTo(1);
            }
        }
    }

    @Test
    void aTaskThatHasEndedIsNotCancelled() throws Exception {
        try (var pool = pool().build()) {
            ProcessTask<Long> ended = pool.createProcessTask(OperationTests::pid);
            ended.join();
            assertThat(pool.cancel(ended.taskId())).isFalse();
            assertThat(ended.get()).isPositive();
        }
    }

    @Test
    void whatRunsGoesOnWhileThePoolIsPausedAndTheNextWaits() throws Exception {
        try (var pool = pool().build()) {
            Path diary = directory.resolve("diary");
            ProcessTask<String> running = pool.createProcessTask(OperationTests::waitsUntilTold, diary.toString());
            Diary.await(diary, "running");
            ProcessTask<Long> next = pool.createProcessTask(OperationTests::pid);
            pool.pause();
            Diary.note(diary.toString(), "end");
            assertThat(running.get(30, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(next.isDone()).isFalse();
            assertThat(pool.snapshot().queued()).isEqualTo(1);
            pool.resume();
            assertThat(next.get(30, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void tasksSentAheadComeBackWhenThePoolIsPaused() throws Exception {
        try (var pool = pool().build()) {
            for (int i = 0; i < 2_000; i++) {
                pool.createProcessTask(OperationTests::pid).join();
            }
            Path diary = directory.resolve("diary");
            ProcessTask<String> running = pool.createProcessTask(OperationTests::waitsUntilTold, diary.toString());
            List<ProcessTask<Long>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(pool.createProcessTask(OperationTests::pid));
            }
            pool.pause();
            // Those that the worker has already come back by a message, of which only the books tell.
            Poll.until("all are back in the queue", () -> pool.snapshot().queued() == 20);
            Diary.note(diary.toString(), "end");
            assertThat(running.get(30, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(others).noneMatch(CompletableFuture::isDone);
            pool.resume();
            for (ProcessTask<Long> other : others) {
                assertThat(other.get(30, TimeUnit.SECONDS)).isPositive();
            }
        }
    }

    @Test
    void aQueueTimeoutCountsOnInAPausedPool() throws Exception {
        try (var pool = pool().queueTimeout(Duration.ofMillis(200)).build()) {
            pool.pause();
            ProcessTask<Long> waiting = pool.createProcessTask(OperationTests::pid);
            assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(TaskTimeoutException.class);
        }
    }

    @Test
    void aShutdownEndsThePauseAndFinishesWhatWaits() throws Exception {
        var pool = pool().build();
        pool.pause();
        ProcessTask<Long> waiting = pool.createProcessTask(OperationTests::pid);
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.join()).isPositive();
        pool.pause();
        assertThat(pool.snapshot().paused()).isFalse();
    }

    // --- cancel ---

    @Test
    void aTaskIsCancelledByItsNumberWhetherItRunsOrWaits() throws Exception {
        CompletableFuture<Long> started = new CompletableFuture<>();
        var starts = new ProcessPoolListener() {
            @Override
            public void taskStarted(PoolSnapshot.Task task) {
                started.complete(task.id());
            }
        };
        try (var pool = pool().listener(starts).build()) {
            ProcessTask<Integer> running = pool.createProcessTask(HarmlessTasks::waitsForever);
            ProcessTask<Integer> waiting = pool.createProcessTask(HarmlessTasks::waitsForever);
            assertThat(started.get(30, TimeUnit.SECONDS)).isEqualTo(running.taskId());
            assertThat(pool.cancel(waiting.taskId())).isTrue();
            assertThat(pool.cancel(running.taskId())).isTrue();
            assertThatThrownBy(running::join).isInstanceOf(CancellationException.class);
            assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
            assertThat(pool.cancel(running.taskId())).isFalse();
            assertThat(pool.cancel(-1)).isFalse();
            assertThat(pool.createProcessTask(OperationTests::pid).get(30, TimeUnit.SECONDS))
                    .isPositive();
        }
    }

    // --- recycle ---

    @Test
    void aRecycledWorkerFinishesItsTaskAndAFreshOneFollows() throws Exception {
        CompletableFuture<String> farewell = new CompletableFuture<>();
        var ends = new ProcessPoolListener() {
            @Override
            public void workerEnded(PoolSnapshot.Worker worker, String reason) {
                farewell.complete(reason);
            }
        };
        try (var pool = pool().listener(ends).build()) {
            long old = pool.createProcessTask(OperationTests::pid).join();
            int worker = pool.snapshot().workers().get(0).id();
            Path diary = directory.resolve("diary");
            ProcessTask<String> running = pool.createProcessTask(OperationTests::waitsUntilTold, diary.toString());
            Diary.await(diary, "running");
            assertThat(pool.recycleWorker(worker)).isTrue();
            assertThat(pool.recycleWorker(worker)).isFalse();
            Diary.note(diary.toString(), "end");
            assertThat(running.get(30, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(farewell.get(30, TimeUnit.SECONDS)).isEqualTo("it was recycled by an operator");
            assertThat(pool.createProcessTask(OperationTests::pid).get(30, TimeUnit.SECONDS))
                    .isNotEqualTo(old);
            assertThat(pool.recycleWorker(worker)).isFalse();
            assertThat(pool.statistics().workers().recycled()).isEqualTo(1);
        }
    }

    @Test
    void aWorkerThatIsRecycledDuringAShutdownDoesNotHoldItUp() throws Exception {
        var pool = pool().build();
        pool.createProcessTask(OperationTests::pid).join();
        int worker = pool.snapshot().workers().get(0).id();
        pool.recycleWorker(worker);
        pool.shutdown();
        pool.recycleWorker(worker);
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    // --- what is seen ---

    @Test
    void theNewestFailuresAreKeptWithAllThatIsKnown() throws Exception {
        try (var pool = pool().build()) {
            for (int i = 0; i < 60; i++) {
                ProcessTask<Integer> failing = pool.createProcessTask(OperationTests::fail, i);
                assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class);
            }
            ProcessTask<Integer> crashing = pool.createProcessTask(OperationTests::halt);
            assertThatThrownBy(crashing::get).cause().isInstanceOf(WorkerCrashedException.class);
            List<TaskFailure> failures = pool.recentFailures();
            assertThat(failures).hasSize(50);
            assertThat(failures.get(0)).satisfies(failure -> {
                assertThat(failure.taskId()).isEqualTo(crashing.taskId());
                assertThat(failure.outcome()).isEqualTo(TaskOutcome.WORKER_DIED);
                assertThat(failure.workerPid()).isEqualTo(crashing.workerPid());
                assertThat(failure.attempt()).isEqualTo(1);
                assertThat(((WorkerCrashedException) failure.cause()).exitCode())
                        .isEqualTo(7);
            });
            assertThat(failures.get(1).cause()).hasMessageContaining("number 59");
            assertThat(failures.get(49).cause()).hasMessageContaining("number 11");
        }
    }

    @Test
    void aPartOfTheQueueIsReadInItsOrder() throws Exception {
        try (var pool = pool().build()) {
            pool.pause();
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ids.add(pool.createProcessTask(OperationTests::pid).taskId());
            }
            assertThat(pool.queuedTasks(0, 3)).extracting(PoolSnapshot.Task::id).isEqualTo(ids.subList(0, 3));
            assertThat(pool.queuedTasks(8, 3)).extracting(PoolSnapshot.Task::id).isEqualTo(ids.subList(8, 10));
            assertThat(pool.queuedTasks(10, 3)).isEmpty();
            assertThatThrownBy(() -> pool.queuedTasks(-1, 3)).hasMessageContaining("-1");
            pool.resume();
        }
    }
}
