package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.Diary;
import io.asynccpu.support.IgnoredSignals;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@PoolTest
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

    /** A parent that is to end: notes the processes that it and its workers have started. */
    public static final class Parent {
        public static void main(String[] args) throws Exception {
            var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build();
            ProcessTask<Integer> deaf = pool.createProcessTask(Tasks::ignoresInterrupts, args[0]);
            Diary.await(Path.of(args[0]), "started 1");
            long idle = pool.createProcessTask(Tasks::pid).join();
            long grandchild = pool.createProcessTask(Tasks::startsGrandchild).join();
            Diary.note(args[1], Long.toString(deaf.workerPid()));
            Diary.note(args[1], Long.toString(idle));
            Diary.note(args[1], Long.toString(grandchild));
            Diary.note(args[1], "done");
            deaf.join();
        }
    }

    @Thorough
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "INT"})
    void nothingOutlivesAParentWhoseWholeGroupGetsASignal(String signal) throws Exception {
        try (Family family = new Family(signal)) {
            // As Ctrl-C in a terminal; a SIGKILL for the parent alone, or there would be nothing to show.
            signal(signal, (signal.equals("KILL") ? "" : "-") + family.parent.pid());
            family.awaitEnd();
        }
    }

    @Test
    void whatNoWorkerIsLeftToRemoveTheNextPoolRemoves() throws Exception {
        try (Family family = new Family("KILL")) {
            signal("STOP", Long.toString(family.parent.pid()));
            family.others.forEach(ProcessHandle::destroyForcibly);
            family.parent.destroyForcibly().waitFor();
            for (ProcessHandle other : family.others) {
                other.onExit().get(20, TimeUnit.SECONDS);
            }

            ProcessTaskPoolExecutor.builder().build().close();

            assertThat(NothingLeftBehind.directoriesOf(family.parent.pid())).isEmpty();
        }
    }

    /** A parent in a process group of its own, with two workers and a grandchild. */
    private final class Family implements AutoCloseable {
        final Process parent;
        final List<ProcessHandle> others = new ArrayList<>();

        /** @param signal that is to end it */
        Family(String signal) throws Exception {
            Path pids = directory.resolve("pids");
            parent = start(signal, Parent.class, directory.resolve("diary").toString(), pids.toString());
            try {
                Diary.await(pids, "done");
                for (String pid : Diary.read(pids).subList(0, 3)) {
                    others.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
                }
            } catch (Exception | Error e) {
                parent.destroyForcibly().waitFor();
                throw e;
            }
        }

        void awaitEnd() throws Exception {
            assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
            for (ProcessHandle other : others) {
                other.onExit().get(20, TimeUnit.SECONDS);
            }
            assertThat(NothingLeftBehind.directoriesOf(parent.pid())).isEmpty();
        }

        @Override
        public void close() throws Exception {
            parent.destroyForcibly().waitFor();
            others.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void signal(String name, String process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, "--", process).start().waitFor())
                .isZero();
    }

    /** A parent that closes its pool in an orderly way when it is told to end, as an application context does. */
    public static final class GracefulParent {
        public static void main(String[] args) throws Exception {
            var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build();
            ProcessTask<Long> task = pool.createProcessTask(Tasks::finishesWhenTold, args[0]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                Diary.note(args[0], "closing");
                pool.close();
                Diary.note(args[0], "result " + task.join());
            }));
            Diary.await(Path.of(args[0]), "started");
            new CountDownLatch(1).await();
        }
    }

    @Thorough
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aTaskMayFinishThoughItsWorkerGotTheSignalThatEndsTheParent(String signal) throws Exception {
        Path diary = directory.resolve("diary");
        Process parent = start(signal, GracefulParent.class, diary.toString());
        try {
            Diary.await(diary, "started");
            signal(signal, "-" + parent.pid());
            Diary.await(diary, "closing");
            // Longer than a worker that is on its own would wait.
            assertThat(parent.waitFor(1500, TimeUnit.MILLISECONDS)).isFalse();
            Diary.note(diary.toString(), "go");
            assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(Diary.read(diary)).anyMatch(line -> line.startsWith("result "));
        } finally {
            parent.destroyForcibly().waitFor();
        }
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
    void aPoolWithoutWorkersHasNoFiles() throws Exception {
        Path diary = directory.resolve("diary");
        Process parent = start("KILL", IdleParent.class, diary.toString());
        try {
            Diary.await(diary, "made");
            assertThat(NothingLeftBehind.directoriesOf(parent.pid())).isEmpty();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    /** @param signal that is to end it */
    private static Process start(String signal, Class<?> main, String... arguments) throws Exception {
        List<String> prefix = new ArrayList<>(IgnoredSignals.hear(signal));
        prefix.add("setsid");
        return ParentJvm.start(prefix, List.of(), main, arguments);
    }
}
