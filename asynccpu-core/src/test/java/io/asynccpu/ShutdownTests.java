package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.Diary;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@ExtendWith(NothingLeftBehind.class)
class ShutdownTests {

    @TempDir
    private Path directory;

    @Test
    void closeFinishesWhatWasSubmitted() {
        List<ProcessTask<?>> tasks = new ArrayList<>();
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            for (int i = 0; i < 20; i++) {
                tasks.add(pool.createProcessTask(Tasks::sumOfSquares, 1000));
            }
        }
        assertThat(tasks).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void cancelTasksWhenShutdownCancelsRunningAndWaitingTasks() throws Exception {
        Path diary = directory.resolve("diary");
        ProcessTask<String> running;
        ProcessTask<Long> waiting;
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .build()) {
            running = pool.createProcessTask(Tasks::waits, diary.toString());
            waiting = pool.createProcessTask(Tasks::pid);
            Diary.await(diary, "started 1");
        }
        assertThat(running).isCancelled();
        assertThat(waiting).isCancelled();
        assertThat(Diary.read(diary)).contains("interrupted true");
    }

    @Test
    void closeCancelsWhatOutlastsTheShutdownGracePeriod() throws Exception {
        Path diary = directory.resolve("diary");
        ProcessTask<String> endless;
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .shutdownGracePeriod(Duration.ofMillis(100))
                .build()) {
            endless = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
        }
        assertThat(endless).isCancelled();
    }

    @Test
    void aDependentStageMayCloseItsPool() throws Exception {
        var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build();
        CompletableFuture<Void> closed = pool.createProcessTask(Tasks::pid).thenRun(pool::close);
        closed.get(30, TimeUnit.SECONDS);
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void shutdownNowDoesNotWaitForDependentStages() throws Exception {
        Path diary = directory.resolve("diary");
        var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build();
        ProcessTask<String> running = pool.createProcessTask(Tasks::waits, diary.toString());
        Diary.await(diary, "started 1");
        ProcessTask<Long> first = pool.createProcessTask(Tasks::pid);
        ProcessTask<Long> second = pool.createProcessTask(Tasks::pid);
        CompletableFuture<Long> waitsForSecond = first.handle((pid, failure) -> second.join());

        CompletableFuture<Void> shutdown = CompletableFuture.runAsync(pool::shutdownNow);

        shutdown.get(20, TimeUnit.SECONDS);
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running).isCancelled();
        assertThatThrownBy(() -> waitsForSecond.get(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aShutdownGracePeriodBeyondAllBoundsIsNone() throws Exception {
        ProcessTask<Long> task;
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .shutdownGracePeriod(Duration.ofSeconds(Long.MAX_VALUE))
                .build()) {
            task = pool.createProcessTask(Tasks::pid);
        }
        assertThat(task.get()).isPositive();
    }

    @Test
    void aPoolCanBeMadeByAnInterruptedThread() {
        Thread.currentThread().interrupt();
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(Thread.interrupted()).isTrue();
            assertThat(pool.createProcessTask(Tasks::pid).join()).isPositive();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aPoolThatIsShutDownRejectsTasks() throws Exception {
        var pool = ProcessTaskPoolExecutor.builder().name("ended").maxWorkers(1).build();
        pool.close();
        pool.close();
        assertThat(pool.isTerminated()).isTrue();
        assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("pool ended is rejected: the pool is shut down");
    }

    @Test
    void aFullQueueRejects() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .queueCapacity(1)
                .cancelTasksWhenShutdown(true)
                .build()) {
            var running = pool.createProcessTask(Tasks::waits, diary.toString());
            var waiting = pool.createProcessTask(Tasks::pid);
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("queue-capacity is 1");
            assertThat(running).isNotDone();
            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void shutdownWhileWorkersStartLeavesNothing() {
        for (int i = 0; i < 5; i++) {
            ProcessTaskPoolExecutor.builder()
                    .minWorkers(2)
                    .maxWorkers(2)
                    .build()
                    .close();
        }
    }

    /** A parent to be killed: notes the ids of its workers. */
    public static final class Parent {
        public static void main(String[] args) throws Exception {
            var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build();
            ProcessTask<Integer> deaf = pool.createProcessTask(Tasks::ignoresInterrupts, args[0]);
            Diary.await(Path.of(args[0]), "started 1");
            long idle = pool.createProcessTask(Tasks::pid).join();
            Diary.note(args[1], Long.toString(deaf.workerPid()));
            Diary.note(args[1], Long.toString(idle));
            Diary.note(args[1], "done");
            deaf.join();
        }
    }

    @Test
    void noChildOutlivesAParentThatWasKilled() throws Exception {
        Path pids = directory.resolve("pids");
        Process parent = start(Parent.class, directory.resolve("diary").toString(), pids.toString());
        List<ProcessHandle> workers = new ArrayList<>();
        try {
            Diary.await(pids, "done");
            for (String pid : Diary.read(pids).subList(0, 2)) {
                workers.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
            }
        } finally {
            parent.destroyForcibly().waitFor();
        }
        for (ProcessHandle worker : workers) {
            worker.onExit().get(20, TimeUnit.SECONDS);
        }
        assertThat(NothingLeftBehind.directoriesOf(parent.pid())).isEmpty();
    }

    /** A parent without any worker. */
    public static final class IdleParent {
        public static void main(String[] args) throws Exception {
            ProcessTaskPoolExecutor.builder().build();
            Diary.note(args[0], "made");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void theNextPoolRemovesWhatAKilledParentWithoutWorkersLeft() throws Exception {
        Path diary = directory.resolve("diary");
        Process parent = start(IdleParent.class, diary.toString());
        try {
            Diary.await(diary, "made");
            ProcessTaskPoolExecutor.builder().build().close();
            assertThat(NothingLeftBehind.directoriesOf(parent.pid())).hasSize(1);
        } finally {
            parent.destroyForcibly().waitFor();
        }
        ProcessTaskPoolExecutor.builder().build().close();
        assertThat(NothingLeftBehind.directoriesOf(parent.pid())).isEmpty();
    }

    private static Process start(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
