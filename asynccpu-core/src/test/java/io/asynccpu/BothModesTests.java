package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for a task wherever it runs: what a test sees in process is what the application sees. */
@Timeout(120)
@PoolTest
@ParameterizedClass(name = "in process: {0}")
@ValueSource(booleans = {false, true})
class BothModesTests {

    @Parameter
    private boolean inProcess;

    @TempDir
    private Path directory;

    private ProcessTaskPoolExecutorBuilder oneWorker() {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).inProcess(inProcess);
    }

    private Path diary() {
        return directory.resolve("diary");
    }

    @Test
    void argumentsAndResultsCross() {
        try (var pool = oneWorker().build()) {
            assertThat(pool.createProcessTask(Tasks::join, "a", 1, List.of(2L), true)
                            .join())
                    .isEqualTo("a1[2]true");
            assertThat(pool.createAsyncProcessTask(Tasks::later, "on").join()).isEqualTo("later on");
            assertThat(pool.submit((Runnable & Serializable) () -> {}).join()).isNull();
        }
    }

    @Test
    void anArgumentIsACopyAndSoIsTheResult() {
        try (var pool = oneWorker().build()) {
            List<String> argument = new ArrayList<>(List.of("a"));
            List<String> result =
                    pool.createProcessTask(BothModesTests::append, argument).join();
            assertThat(argument).containsExactly("a");
            assertThat(result).containsExactly("a", "b").isNotSameAs(argument);
        }
    }

    static List<String> append(List<String> list) {
        list.add("b");
        return list;
    }

    @Test
    void aTasksOwnExceptionArrivesAsItself() {
        try (var pool = oneWorker().build()) {
            assertThatThrownBy(pool.createProcessTask(Tasks::fails, "on purpose")::get)
                    .cause()
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("on purpose")
                    .hasRootCauseInstanceOf(ArithmeticException.class)
                    .hasStackTraceContaining("Tasks.fails");
        }
    }

    @Test
    void whatCannotCrossFailsOnEitherWay() {
        try (var pool = oneWorker().maxPayload(4096).build()) {
            assertThatThrownBy(() -> pool.createProcessTask((Object thread) -> 1, new Thread()))
                    .isInstanceOf(TaskNotSerializableException.class);
            assertThatThrownBy(pool.createProcessTask(() -> (Object) new Thread())::get)
                    .cause()
                    .isInstanceOf(TaskNotSerializableException.class);
            assertThatThrownBy(pool.createProcessTask(Tasks::ones, 4096)::get)
                    .cause()
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageContaining("4096");
        }
    }

    @Test
    void aTimeoutInterruptsTheTaskAndShowsWhereItStood() throws Exception {
        try (var pool = oneWorker().timeout(Duration.ofSeconds(1)).build()) {
            assertThatThrownBy(pool.createProcessTask(Tasks::waits, diary().toString())::get)
                    .cause()
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasStackTraceContaining("Tasks.waits");
            Diary.await(diary(), "interrupted true");
        }
    }

    @Test
    void aCancelReachesTheTaskAndTheNextOneRuns() throws Exception {
        try (var pool = oneWorker().cancelGracePeriod(Duration.ofSeconds(30)).build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waitsAndHearsCancel, diary().toString());
            Diary.await(diary(), "started 1");
            assertThat(task.cancel(true)).isTrue();
            assertThatThrownBy(task::join).isInstanceOf(CancellationException.class);
            Diary.await(diary(), "interrupted true");
            Diary.await(diary(), "onCancel");
            assertThat(pool.createProcessTask(Tasks::count, 1).join()).isEqualTo(1);
        }
    }

    @Test
    void aTaskThatWaitsForTooLongFails() throws Exception {
        PoolEvents events = new PoolEvents();
        try (var pool = oneWorker()
                .minWorkers(1)
                .listener(events)
                .queueTimeout(Duration.ofMillis(500))
                .build()) {
            events.awaitReady(1);
            ProcessTask<String> running = pool.createProcessTask(Tasks::waits, diary().toString());
            Diary.await(diary(), "started 1");
            assertThatThrownBy(pool.createProcessTask(Tasks::count, 1)::get)
                    .cause()
                    .isInstanceOfSatisfying(TaskTimeoutException.class, e -> assertThat(e.phase())
                            .isEqualTo(TaskTimeoutException.Phase.QUEUED));
            assertThat(running).isNotDone();
            running.cancel(true);
        }
    }

    @Test
    void aKilledTaskTakesItsNeighborAlongWhichStartsOnce() throws Exception {
        Path neighbor = directory.resolve("neighbor");
        try (var pool = oneWorker()
                .threadsPerWorker(2)
                .cancelGracePeriod(Duration.ofMillis(100))
                .neighborGracePeriod(Duration.ofMillis(100))
                .build()) {
            ProcessTask<Long> deaf = pool.createProcessTask(Tasks::finishesWhenTold, diary().toString());
            ProcessTask<String> beside = pool.createProcessTask(Tasks::waits, neighbor.toString());
            Diary.await(diary(), "started");
            Diary.await(neighbor, "started 1");
            deaf.cancel(true);
            assertThatThrownBy(beside::get)
                    .cause()
                    .isInstanceOf(WorkerCrashedException.class)
                    .hasMessageContaining(inProcess ? "was given up by this pool" : "was killed by this pool")
                    .hasMessageContaining("Tasks::finishesWhenTold");
            assertThat(pool.createProcessTask(Tasks::count, 1).join()).isEqualTo(1);
        } finally {
            Diary.note(diary().toString(), "go");
        }
        assertThat(Diary.read(neighbor)).doesNotContain("started 2");
    }

    @Test
    void progressAndStatisticsComeBack() throws Exception {
        try (var pool = oneWorker().build()) {
            var heard = new LinkedBlockingQueue<TaskProgress>();
            ProcessTask<Integer> task = pool.createProcessTask(Tasks::count, 1000);
            task.onProgress(heard::add);
            assertThat(task.join()).isEqualTo(1000);
            TaskProgress last = heard.poll(60, TimeUnit.SECONDS);
            while (last != null && last.done() < 1000) {
                last = heard.poll(60, TimeUnit.SECONDS);
            }
            assertThat(last).isEqualTo(new TaskProgress(1000, 1000, "step 1000"));
            assertThat(task.statistics().allocatedBytes()).isPositive();
            assertThat(task.workerPid()).isPositive();
        }
    }

    @Test
    void aTaskKnowsItsContext() {
        try (var pool = oneWorker().name("named").timeout(Duration.ofMinutes(1)).build()) {
            assertThat(pool.createProcessTask(BothModesTests::context).join())
                    .isEqualTo("named 1 true false " + inProcess);
        }
    }

    static String context() {
        TaskContext task = TaskContext.current();
        boolean bounded = task.remaining().compareTo(Duration.ofMinutes(1)) <= 0;
        return task.pool() + " " + task.attempt() + " " + bounded + " " + task.isCancelled() + " " + task.isInProcess();
    }

    public static final class Refuses implements WorkerConfigurer {
        @Override
        public void configure() {
            throw new IllegalStateException("not today");
        }
    }

    @Test
    void aConfigurerThatFailsIsAFailedStart() {
        try (var pool = oneWorker().workerConfigurer(Refuses.class).build()) {
            assertThatThrownBy(pool.createProcessTask(Tasks::count, 1)::get)
                    .cause()
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("not today");
        }
    }

    @Test
    void anIdleWorkerEndsByItselfWhenItIsToldTo() throws Exception {
        PoolEvents events = new PoolEvents();
        try (var pool = oneWorker()
                .listener(events)
                .idleTimeout(Duration.ofMillis(200))
                // Else it would get SIGTERM, or be abandoned, after that.
                .cancelGracePeriod(Duration.ofMinutes(1))
                .build()) {
            // After a few it is a task's thread that listens, and hears it, not the main one.
            for (int i = 1; i <= 20; i++) {
                assertThat(pool.createProcessTask(Tasks::count, 1).join()).isEqualTo(1);
            }
            events.awaitEnds(1);
        }
    }

    @Test
    void aPausedPoolStartsNoTask() throws Exception {
        try (var pool = oneWorker().build()) {
            pool.createProcessTask(Tasks::count, 1).join();
            pool.pause();
            ProcessTask<Integer> waiting = pool.createProcessTask(Tasks::count, 1);
            assertThat(pool.snapshot().queued()).isEqualTo(1);
            pool.resume();
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void aWorkerIsRecycledByAnOperator() throws Exception {
        PoolEvents events = new PoolEvents();
        try (var pool = oneWorker().listener(events).build()) {
            pool.createProcessTask(Tasks::count, 1).join();
            int first = pool.snapshot().workers().get(0).id();
            assertThat(pool.recycleWorker(first)).isTrue();
            events.awaitEnds(1);
            assertThat(pool.createProcessTask(Tasks::count, 1).join()).isEqualTo(1);
            assertThat(pool.snapshot().workers()).noneMatch(worker -> worker.id() == first);
        }
    }

    @Test
    void aWorkerIsReplacedAfterItsTasks() {
        try (var pool = oneWorker().maxTasksPerWorker(1).build()) {
            for (int i = 1; i <= 3; i++) {
                assertThat(pool.createProcessTask(Tasks::count, i).join()).isEqualTo(i);
            }
            assertThat(pool.snapshot().workers()).allMatch(worker -> worker.tasksDone() <= 1);
        }
    }
}
