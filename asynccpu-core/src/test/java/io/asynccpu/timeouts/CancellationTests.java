package io.asynccpu.timeouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@PoolTest
class CancellationTests {

    @TempDir
    private Path directory;

    private ProcessTaskPoolExecutorBuilder oneWorker() {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1);
    }

    private Path diary() {
        return directory.resolve("diary");
    }

    @Test
    void cancelReachesTheRunningTask() throws Exception {
        try (var pool = oneWorker().cancelGracePeriod(Duration.ofSeconds(30)).build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waitsAndHearsCancel, diary().toString());
            Diary.await(diary(), "started 1");
            long pid = task.workerPid();

            assertThat(task.cancel(true)).isTrue();

            assertThatThrownBy(task::join).isInstanceOf(CancellationException.class);
            Diary.await(diary(), "interrupted true");
            Diary.await(diary(), "onCancel");
            assertThat(pool.createProcessTask(Tasks::pid).join()).isEqualTo(pid);
        }
    }

    @Test
    void aTaskThatIgnoresItsCancelIsKilledAndTheNextOneRuns() throws Exception {
        try (var pool = oneWorker().cancelGracePeriod(Duration.ofMillis(200)).build()) {
            ProcessTask<Integer> deaf = pool.createProcessTask(Tasks::ignoresInterrupts, diary().toString());
            Diary.await(diary(), "started 1");
            ProcessHandle worker = ProcessHandle.of(deaf.workerPid()).orElseThrow();

            assertThat(deaf.cancel(true)).isTrue();

            assertThat(deaf).isCancelled();
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isNotEqualTo(worker.pid());
            worker.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aCancelledTaskThatWaitsNeverStarts() throws Exception {
        try (var pool = oneWorker().build()) {
            ProcessTask<String> first = pool.createProcessTask(Tasks::waits, diary().toString());
            ProcessTask<String> second = pool.createProcessTask(
                    Tasks::waits, directory.resolve("second").toString());
            Diary.await(diary(), "started 1");

            assertThat(second.cancel(true)).isTrue();
            assertThat(second.attempt()).isZero();
            first.cancel(true);

            assertThat(pool.createProcessTask(Tasks::pid).join()).isPositive();
            assertThat(Diary.read(directory.resolve("second"))).isEmpty();
        }
    }

    @Test
    void cancelWithoutInterruptLetsTheTaskFinishAndDropsItsResult() throws Exception {
        try (var pool = oneWorker().build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary().toString());
            Diary.await(diary(), "started 1");
            assertThat(task.cancel(false)).isTrue();
            assertThat(task).isCancelled();
            assertThat(pool.snapshot().runningTasks()).hasSize(1);
            assertThat(Diary.read(diary())).containsExactly("started 1");
            pool.shutdownNow();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Diary.read(diary())).contains("interrupted true");
        }
    }

    @Test
    void timeoutStopsTheWorkAndShowsWhereItStood() throws Exception {
        try (var pool = oneWorker().timeout(Duration.ofSeconds(1)).build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary().toString());

            assertThatThrownBy(task::get)
                    .cause()
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasMessageContaining("PT1S")
                    .satisfies(e -> assertThat(((TaskTimeoutException) e).phase())
                            .isEqualTo(TaskTimeoutException.Phase.RUNNING))
                    .hasStackTraceContaining(Tasks.class.getName() + ".waits");
            Diary.await(diary(), "interrupted true");
        }
    }

    @Test
    void timeoutKillsADeafTask() throws Exception {
        try (var pool = oneWorker()
                .timeout(Duration.ofSeconds(1))
                .cancelGracePeriod(Duration.ofMillis(100))
                .build()) {
            ProcessTask<Integer> deaf = pool.createProcessTask(Tasks::ignoresInterrupts, diary().toString());
            assertThatThrownBy(deaf::get)
                    .cause()
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasStackTraceContaining("ignoresInterrupts");
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isNotEqualTo(deaf.workerPid());
        }
    }

    @Test
    void queueTimeoutEndsTheWaitOnly() throws Exception {
        try (var pool = oneWorker().queueTimeout(Duration.ofSeconds(3)).build()) {
            ProcessTask<String> running = pool.createProcessTask(Tasks::waits, diary().toString());
            Diary.await(diary(), "started 1");
            ProcessTask<Long> waiting = pool.createProcessTask(Tasks::pid);

            assertThatThrownBy(waiting::get).cause().isInstanceOfSatisfying(TaskTimeoutException.class, e -> assertThat(
                            e.phase())
                    .isEqualTo(TaskTimeoutException.Phase.QUEUED));
            assertThat(running).isNotDone();
            running.cancel(true);
        }
    }

    @Test
    void aTaskThatWasCancelledWithoutInterruptIsStillStoppedByItsTimeout() throws Exception {
        try (var pool = oneWorker().timeout(Duration.ofSeconds(1)).build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary().toString());
            Diary.await(diary(), "started 1");
            assertThat(task.cancel(false)).isTrue();
            assertThat(pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS))
                    .isPositive();
        }
    }

    @Test
    void theUsersOwnCompletionByASupplierStopsTheWork() throws Exception {
        try (var pool = oneWorker().cancelTasksWhenShutdown(true).build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary().toString());
            Diary.await(diary(), "started 1");
            task.completeAsync(() -> "mine");
            assertThat(task.get(20, TimeUnit.SECONDS)).isEqualTo("mine");
            Diary.await(diary(), "interrupted true");
        }
    }

    @Test
    void theUsersOwnCompletionStopsTheWork() throws Exception {
        try (var pool = oneWorker().build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary().toString());
            Diary.await(diary(), "started 1");
            assertThat(task.complete("mine")).isTrue();
            assertThat(task.join()).isEqualTo("mine");
            Diary.await(diary(), "interrupted true");
        }
    }
}
