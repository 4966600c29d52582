package io.asynccpu.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.support.CapturedLog;
import io.asynccpu.support.ChildChannel;
import io.asynccpu.support.DeadlyTasks;
import io.asynccpu.support.Diary;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is said is true in each of the situations in which it is said. */
@Timeout(120)
@PoolTest
class TrueSentencesTests {

    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path directory;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.asynccpu");

    private List<String> warnings() {
        return log.warningsAndErrors();
    }

    private static ProcessTaskPoolExecutorBuilder oneWorker() {
        return ProcessTaskPoolExecutor.builder().name("house").maxWorkers(1);
    }

    private static Throwable failureOf(ProcessTask<?> task) {
        CompletableFuture<Throwable> failure = task.handle((result, thrown) -> thrown);
        assertThat(failure).succeedsWithin(60, TimeUnit.SECONDS);
        return failure.join();
    }

    private ProcessTask<Long> occupy(ProcessTaskPoolExecutor pool, String diary) throws Exception {
        Path file = directory.resolve(diary);
        ProcessTask<Long> task = pool.createProcessTask(Tasks::finishesWhenTold, file.toString());
        Diary.await(file, "started");
        return task;
    }

    private void release(String diary) {
        Diary.note(directory.resolve(diary).toString(), "go");
    }

    // --- deaths ---

    @Test
    void aTaskThatHasHadAllItsAttemptsIsNotAdvisedToHaveMore() {
        try (var pool = oneWorker().retryDelay(Duration.ZERO).maxAttempts(2).build()) {
            assertThat(failureOf(pool.createProcessTask(Tasks::halts, 137)))
                    .isInstanceOf(WorkerCrashedException.class)
                    .hasMessageContaining("(attempt 2 of 2)")
                    .hasMessageContaining("had done 0 tasks.")
                    .message()
                    .doesNotContain("max-attempts");
        }
    }

    @Test
    void anExitWithTheCodeOfAKillIsNoSignal() {
        try (var pool = oneWorker().build()) {
            assertThat(failureOf(pool.createProcessTask(Tasks::exits, 137)))
                    .isInstanceOfSatisfying(WorkerCrashedException.class, death -> {
                        assertThat(death.death().cause()).isEqualTo(Cause.EXITED);
                        assertThat(death.signal()).isNull();
                        assertThat(death.exitCode()).isEqualTo(137);
                    })
                    .hasMessageContaining("exited with code 137 by itself: System.exit was called by task ")
                    .hasMessageContaining("unless a SIGKILL came meanwhile");
        }
    }

    @Test
    void whereArgumentsSizeTheHeapTheyAreToBeChanged() {
        try (var pool = oneWorker().maxHeap(64 << 20).jvmArgs("-Xmx32m").build()) {
            assertThat(failureOf(pool.createProcessTask(Tasks::exhaustsHeap)))
                    .hasMessageContaining("; raise the heap's size in worker.jvm-args, or")
                    .message()
                    .doesNotContain("worker.max-heap");
        }
    }

    @Test
    void whoKeepsCrashReportsIsNotToldToKeepThem() {
        try (var pool = oneWorker().crashReports(directory.resolve("reports")).build()) {
            assertThat(failureOf(pool.createProcessTask(DeadlyTasks::crashes)))
                    .hasMessageContaining("crashed in native code")
                    .hasMessageContaining("Its crash report is ")
                    .message()
                    .doesNotContain("worker.crash-reports");
        }
    }

    @Test
    void aWorkerWithOneTaskIsRecycledAfterIt() throws Exception {
        PoolEvents events = new PoolEvents();
        try (var pool = oneWorker().maxTasksPerWorker(1).listener(events).build()) {
            pool.createProcessTask(Tasks::pid).join();
            assertThat(events.awaitEnds(1))
                    .containsExactly("it was recycled after 1 of the 1 tasks that max-tasks-per-worker allows");
        }
    }

    @Test
    void aWorkerThatHasDoneOneTaskHasNotDoneOneTasks() {
        try (var pool = oneWorker().build()) {
            pool.createProcessTask(Tasks::pid).join();
            assertThat(failureOf(pool.createProcessTask(Tasks::halts, 7))).hasMessageContaining("had done 1 task.");
        }
    }

    @Test
    void whatTheCallerCompletedWasNeitherCancelledNorTimedOut() throws Exception {
        try (var pool = oneWorker()
                .threadsPerWorker(2)
                .cancelGracePeriod(SOON)
                .neighborGracePeriod(SOON)
                .build()) {
            ProcessTask<Long> deaf = occupy(pool, "deaf");
            ProcessTask<Long> neighbor = occupy(pool, "neighbor");
            deaf.complete(7L);
            assertThat(failureOf(neighbor))
                    .hasMessageContaining(", whose future its caller had completed, went on for longer")
                    .hasMessageContaining("; let such a task heed its interrupt")
                    .message()
                    .doesNotContain("cancelled", "timed out");
        }
    }

    private static String says(String words) {
        System.out.println(words);
        return words;
    }

    @Test
    void outputOfSeveralTasksIsNotCalledThatOfOne() throws Exception {
        try (var pool = oneWorker().threadsPerWorker(2).build()) {
            ProcessTask<Long> neighbor = occupy(pool, "neighbor");
            pool.createProcessTask(TrueSentencesTests::says, "whose is it?").join();
            ProcessTask<Integer> halting = pool.createProcessTask(Tasks::halts, 7);
            assertThat(failureOf(halting)).isInstanceOf(WorkerCrashedException.class);
            assertThat(failureOf(neighbor))
                    .hasMessageContaining("The worker's last output:")
                    .hasMessageContaining("whose is it?");
        }
    }

    @Test
    void threadsOfThisJvmAreNeitherKilledNorDoTheyHaveAProcessThatDied() throws Exception {
        try (var pool = oneWorker()
                .inProcess(true)
                .threadsPerWorker(2)
                .cancelGracePeriod(SOON)
                .neighborGracePeriod(SOON)
                .timeout(NEVER)
                .build()) {
            ProcessTask<Long> deaf = occupy(pool, "deaf");
            ProcessTask<Long> neighbor = occupy(pool, "neighbor");
            deaf.cancel(true);
            assertThat(failureOf(neighbor))
                    .hasMessageStartingWith("The worker on threads of this JVM ended while it ran Task ")
                    .hasMessageContaining("it was given up by this pool: Task " + deaf.taskId());
            // The tasks are answered first.
            Poll.until("the worker's death", () -> warnings().stream()
                    .anyMatch(warning -> warning.contains("pool house (on threads of this JVM) died")));
            assertThat(warnings()).noneSatisfy(warning -> assertThat(warning).contains("pid"));
            release("deaf");
            release("neighbor");
            // This JVM is still there to hear it.
            Poll.until("the late end", () -> warnings().stream()
                    .anyMatch(warning -> warning.contains("the channel is closed")));
            assertThat(warnings()).noneSatisfy(warning -> assertThat(warning).contains("nobody"));
        }
    }

    // --- starts ---

    /** In the child, which is not ready before this returns. */
    public static final class TalksNonsense implements WorkerConfigurer {
        @Override
        public void configure() throws Exception {
            ChildChannel.channel().send(new Message.Pong());
        }
    }

    @Test
    void whoTalksNonsenseWhileItStartsDoesNotOnlyNeedLonger() {
        try (var pool = oneWorker().workerConfigurer(TalksNonsense.class).build()) {
            assertThat(failureOf(pool.createProcessTask(Tasks::pid)))
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("it sent an invalid message: A frame of Pong came")
                    .message()
                    .doesNotContain("startup-timeout");
        }
    }

    // --- waiting ---

    @Test
    void aPausedPoolIsNotTooSmall() {
        try (var pool = oneWorker().queueTimeout(SOON).build()) {
            pool.pause();
            assertThat(failureOf(pool.createProcessTask(Tasks::pid)))
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasMessageEndingWith(
                            " waited longer than its queue timeout of PT0.1S for a worker: the pool is paused");
        }
    }

    @Test
    void aPoolWhoseWorkersAreStillStartingIsNotTooSmall() {
        try (var pool = oneWorker()
                .queueTimeout(SOON)
                .cancelTasksWhenShutdown(true)
                .commandPrefix("sh", "-c", "sleep 1000; exec \"$@\"", "sh")
                .build()) {
            assertThat(failureOf(pool.createProcessTask(Tasks::pid)))
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasMessageContaining("for a worker: none is ready yet")
                    .message()
                    .doesNotContain("too small");
        }
    }

    @Test
    void onlyAPoolWhoseWorkersAreAllBusyIsTooSmall() throws Exception {
        PoolEvents events = new PoolEvents();
        try (var pool = oneWorker()
                .minWorkers(1)
                .listener(events)
                .queueTimeout(Duration.ofSeconds(2))
                .build()) {
            events.awaitReady(1);
            ProcessTask<Long> running = occupy(pool, "running");
            assertThat(failureOf(pool.createProcessTask(Tasks::pid)))
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasMessageEndingWith(
                            "of at most 1 one is ready, with other tasks; the pool is too small or its tasks too long");
            release("running");
            assertThat(running.get(60, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void aRejectionCountsWhatRunsToo() throws Exception {
        try (var pool = oneWorker().threadsPerWorker(2).queueCapacity(0).build()) {
            ProcessTask<Long> one = occupy(pool, "one");
            ProcessTask<Long> other = occupy(pool, "other");
            pool.pause();
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageEndingWith(
                            "2 tasks run or wait already, max-workers is 1, threads-per-worker is 2 and queue-capacity is 0; the pool is paused");
            release("one");
            release("other");
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(other.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void oneTaskIsNotSeveral() throws Exception {
        try (var pool = oneWorker().queueCapacity(0).build()) {
            occupy(pool, "one");
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("1 task runs or waits already, max-workers is 1 and queue-capacity is 0");
            release("one");
        }
    }

    // --- timeouts ---

    @Test
    void aTaskThatTimedOutIsNotSaidToHaveStopped() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool =
                oneWorker().timeout(SOON).cancelGracePeriod(NEVER.dividedBy(60)).build()) {
            ProcessTask<Long> deaf = pool.createProcessTask(Tasks::finishesWhenTold, diary.toString());
            assertThat(failureOf(deaf))
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasMessageEndingWith(
                            "on the worker with pid " + deaf.workerPid() + ", which stops it or is killed");
            Diary.note(diary.toString(), "go");
        }
    }

    @Test
    void onAThreadOfThisJvmNothingIsKilled() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = oneWorker().inProcess(true).timeout(SOON).build()) {
            assertThat(failureOf(pool.createProcessTask(Tasks::waits, diary.toString())))
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasMessageEndingWith("on a thread of this JVM, which is interrupted and cannot be killed");
        }
    }

    // --- the end ---

    @Test
    void aPoolWithoutTasksDoesNotWarnThatItCancelsSome() throws Exception {
        PoolEvents events = new PoolEvents();
        var pool = oneWorker()
                .minWorkers(1)
                .listener(events)
                .shutdownGracePeriod(Duration.ZERO)
                .build();
        events.awaitReady(1);
        pool.createProcessTask(Tasks::pid).join();
        pool.close();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aPoolThatCancelsTasksSaysHowMany() throws Exception {
        var pool = oneWorker()
                .shutdownGracePeriod(Duration.ZERO)
                .cancelGracePeriod(Duration.ofMinutes(1))
                .build();
        pool.createProcessTask(Tasks::pid).join();
        Path diary = directory.resolve("diary");
        ProcessTask<String> running = pool.createProcessTask(Tasks::waits, diary.toString());
        Diary.await(diary, "started 1");
        pool.close();
        assertThat(running).isCancelled();
        assertThat(warnings())
                .containsExactly(
                        "Pool house cancels the tasks that are left, 1 of 2: the shutdown-grace-period of PT0S is"
                                + " over");
    }

    public static int talksNonsense() throws Exception {
        ChildChannel.channel().send(new Message.Pong());
        return HarmlessTasks.waitsForever();
    }

    /** What the warning says already, it is not said twice. */
    @Test
    void nonsenseIsWarnedOfOnce() {
        try (var pool = oneWorker().build()) {
            ProcessTask<Integer> task = pool.createProcessTask(TrueSentencesTests::talksNonsense);
            assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        }
        assertThat(warnings()).singleElement().asString().contains("died: it was killed by this pool: it sent");
    }
}
