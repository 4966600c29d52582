package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@PoolTest
class WhoEndedTheWorkerTests {

    /** What a task may leave behind, to exit when the diary says so. */
    public enum Left {
        THREAD,
        THREAD_OF_A_THREAD,
        POOL,
        TIMER,
        COMMON_POOL
    }

    @TempDir
    private Path directory;

    private static void exitsWhenTold(String diary) {
        try {
            Diary.await(Path.of(diary), "go");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        System.exit(5);
    }

    /** Gives its number; a name with what a terminal would obey. */
    public static int leaves(Left what, String diary) {
        Runnable exit = () -> exitsWhenTold(diary);
        switch (what) {
            case THREAD -> new Thread(exit, "left \u001b[2J behind").start();
            case THREAD_OF_A_THREAD -> new Thread(() -> new Thread(exit, "left behind").start()).start();
            case POOL -> Executors.newCachedThreadPool().execute(exit);
            case TIMER -> Executors.newSingleThreadScheduledExecutor().schedule(exit, 1, TimeUnit.MILLISECONDS);
            case COMMON_POOL -> ForkJoinPool.commonPool().execute(exit);
        }
        return 0;
    }

    private static WorkerCrashedException deathOf(ProcessTask<?> task) {
        CompletableFuture<Throwable> failure = task.handle((result, thrown) -> thrown);
        assertThat(failure).succeedsWithin(60, TimeUnit.SECONDS);
        assertThat(failure.join()).isInstanceOf(WorkerCrashedException.class);
        return (WorkerCrashedException) failure.join();
    }

    @Thorough
    @ParameterizedTest
    @EnumSource
    void anInnocentTasksExceptionNamesWhoDidItAndWhichTaskHadStartedThat(Left what) throws Exception {
        Path go = directory.resolve("go");
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            pool.createProcessTask(Tasks::pid).join();
            ProcessTask<Integer> culprit = pool.createProcessTask(WhoEndedTheWorkerTests::leaves, what, go.toString());
            culprit.join();
            pool.createProcessTask(Tasks::pid).join();
            ProcessTask<String> innocent = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            Diary.note(go.toString(), "go");

            WorkerCrashedException death = deathOf(innocent);
            assertThat(death.exitCode()).isEqualTo(5);
            assertThat(death.death().cause()).isEqualTo(Cause.EXITED);
            assertThat(death)
                    .hasMessageContaining("exited with code 5 by itself: System.exit was called by thread \"")
                    .hasMessageContaining(
                            "\", which task " + culprit.taskId() + " (WhoEndedTheWorkerTests::leaves) had started")
                    .hasStackTraceContaining("exitsWhenTold");
            assertThat(death.getMessage()).doesNotContain("\u001b");
            assertThat(death.getCause().getStackTrace()[0].getClassName()).isEqualTo("java.lang.Runtime");
            assertThat(pool.snapshot().lastDeath().reason()).contains("which task " + culprit.taskId());
            assertThat(pool.createProcessTask(Tasks::pid).join()).isPositive();
        }
    }

    @Test
    void aTaskThatExitsIsToldWhere() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessTask<Integer> task = pool.createProcessTask(Tasks::exits, 7);
            assertThat(deathOf(task))
                    .hasMessageContaining(
                            "System.exit was called by task " + task.taskId() + " (Tasks::exits) on its own thread")
                    .hasStackTraceContaining("Tasks.exits");
        }
    }

    /** As that of a signal: who only looks at the code is misled. */
    @Test
    void aTaskThatExitsWithTheCodeOfASignalIsTold() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(deathOf(pool.createProcessTask(Tasks::exits, 143)))
                    .hasMessageContaining("Tasks::exits) on its own thread")
                    .hasStackTraceContaining("Tasks.exits");
        }
    }

    @Test
    void aHaltLeavesNoWords() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(deathOf(pool.createProcessTask(Tasks::halts, 7)))
                    .hasMessageContaining("exited with code 7 by itself, as System.exit or Runtime.halt does")
                    .hasNoCause();
        }
    }

    @Test
    void aSignalIsNoThreadsDeed() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            new ProcessBuilder("kill", "-TERM", Long.toString(task.workerPid()))
                    .start()
                    .waitFor();
            assertThat(deathOf(task)).hasMessageContaining("ended by SIGTERM").hasNoCause();
        }
    }

    /** With others at work at the same time nobody is accused who may have nothing to do with it. */
    @Test
    void ofTwoTasksAtWorkTheOneIsNamedThatHadStartedTheThread() throws Exception {
        Path go = directory.resolve("go");
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .threadsPerWorker(2)
                .build()) {
            ProcessTask<String> innocent = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            ProcessTask<Integer> culprit =
                    pool.createProcessTask(WhoEndedTheWorkerTests::leaves, Left.THREAD, go.toString());
            culprit.join();
            Diary.note(go.toString(), "go");
            assertThat(deathOf(innocent)).hasMessageContaining("which task " + culprit.taskId() + " (");
        }
    }

    public static final class LeavesAThread implements WorkerConfigurer {
        @Override
        public void configure() {
            new Thread(() -> exitsWhenTold(System.getenv("GO")), "of the application").start();
        }
    }

    @Test
    void theApplicationsOwnThreadIsNoTasks() throws Exception {
        Path go = directory.resolve("go");
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .workerConfigurer(LeavesAThread.class)
                .environment(java.util.Map.of("GO", go.toString()))
                .build()) {
            pool.createProcessTask(Tasks::pid).join();
            ProcessTask<String> innocent = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            Diary.note(go.toString(), "go");
            assertThat(deathOf(innocent))
                    .hasMessageContaining("thread \"of the application\", which no task is known to have started")
                    .hasStackTraceContaining("exitsWhenTold");
        }
    }

    public static final class Exits implements WorkerConfigurer {
        @Override
        public void configure() {
            System.exit(4);
        }
    }

    @Test
    void aStartThatExitsIsToldWhere() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .workerConfigurer(Exits.class)
                .build()) {
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid).get())
                    .cause()
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContainingAll("exited with code 4", "System.exit was called by thread \"main\"")
                    .hasStackTraceContaining("Exits.configure");
        }
    }

    public static int saysItIsSlow() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        System.exit(6);
        return 0;
    }

    @Test
    void whoExitedIsToldThoughAnotherHookHangs() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelGracePeriod(java.time.Duration.ofMillis(200))
                .build()) {
            ProcessTask<Integer> task = pool.createProcessTask(WhoEndedTheWorkerTests::saysItIsSlow);
            assertThat(deathOf(task))
                    .hasMessageContaining("perhaps a shutdown hook hangs; System.exit was called by task")
                    .hasStackTraceContaining("saysItIsSlow");
            Poll.until(
                    "a worker is there again",
                    () -> pool.createProcessTask(Tasks::pid).join() > 0);
        }
    }
}
