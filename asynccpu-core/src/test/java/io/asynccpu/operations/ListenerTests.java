package io.asynccpu.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskStatistics;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerEnd;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a listener hears of a pool. */
@Timeout(120)
@PoolTest
class ListenerTests {

    /** Its events in words, to be waited for. */
    private static class Hearing implements ProcessPoolListener {

        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final Map<Integer, WorkerEnd> ends = new ConcurrentHashMap<>();
        final Map<Long, TaskStatistics> statistics = new ConcurrentHashMap<>();

        @Override
        public void workerReady(PoolSnapshot.Worker worker) {
            heard.add("worker ready");
        }

        @Override
        public void workerEnded(PoolSnapshot.Worker worker, WorkerEnd end) {
            ends.put(worker.id(), end);
            heard.add("worker " + end.kind());
        }

        @Override
        public void taskStarted(PoolSnapshot.Task task) {
            heard.add(task.id() + " started " + task.attempt());
        }

        @Override
        public void taskProgressed(PoolSnapshot.Task task) {
            heard.add(task.id() + " progressed "
                    + (task.progress() == null ? null : task.progress().done()));
        }

        @Override
        public void taskEnded(PoolSnapshot.Task task, TaskStatistics used, @Nullable Throwable failure) {
            statistics.put(task.id(), used);
            heard.add(task.id() + " " + task.state()
                    + (failure == null ? "" : " " + failure.getClass().getSimpleName()));
        }

        List<String> next(int count) throws InterruptedException {
            List<String> next = new ArrayList<>();
            while (next.size() < count) {
                String event = heard.poll(60, TimeUnit.SECONDS);
                assertThat(event).as("event after " + next).isNotNull();
                next.add(event);
            }
            return next;
        }

        /** The events to this one. */
        List<String> until(String last) throws InterruptedException {
            List<String> events = new ArrayList<>();
            do {
                events.addAll(next(1));
            } while (!events.get(events.size() - 1).equals(last));
            return events;
        }
    }

    private static ProcessTaskPoolExecutorBuilder pool(ProcessPoolListener listener) {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).listener(listener);
    }

    static int progresses() {
        TaskContext.current().progress(1, 1, "all");
        return 0;
    }

    @Test
    void itHearsAllInOrder() throws Exception {
        Hearing hearing = new Hearing();
        try (var pool = pool(hearing).build()) {
            ProcessTask<Integer> first = pool.createProcessTask(ListenerTests::progresses);
            first.join();
            long id = first.taskId();
            assertThat(hearing.next(4))
                    .containsExactly("worker ready", id + " started 1", id + " progressed 1", id + " SUCCEEDED");
            assertThat(hearing.statistics.get(id)).isEqualTo(first.statistics());
            ProcessTask<String> second = pool.createProcessTask(Tasks::fails, "message");
            assertThatThrownBy(second::join).hasCauseInstanceOf(IllegalStateException.class);
            assertThat(hearing.next(2))
                    .containsExactly(second.taskId() + " started 1", second.taskId() + " FAILED IllegalStateException");
        }
        assertThat(hearing.next(1)).containsExactly("worker RETIRED");
        assertThat(hearing.ends.get(1)).satisfies(end -> {
            assertThat(end.reason()).isEqualTo("the pool was shut down");
            assertThat(end.death().tasksDone()).isEqualTo(2);
            assertThat(end.death().age()).isPositive();
        });
        assertThat(hearing.heard).isEmpty();
    }

    @Test
    void itHearsWhatAWorkerDiedOf() throws Exception {
        Hearing hearing = new Hearing();
        try (var pool = pool(hearing).build()) {
            ProcessTask<Integer> task = pool.createProcessTask(Tasks::halts, 7);
            assertThatThrownBy(task::join).hasCauseInstanceOf(WorkerCrashedException.class);
            assertThat(hearing.until(task.taskId() + " FAILED WorkerCrashedException"))
                    .containsSubsequence("worker ready", task.taskId() + " started 1", "worker DIED");
            assertThat(hearing.ends.get(1).death().cause()).isEqualTo(Cause.EXITED);
            assertThat(hearing.ends.get(1).death().exitCode()).isEqualTo(7);
            assertThat(hearing.ends.get(1).death().pid()).isEqualTo(task.workerPid());
        }
    }

    @Test
    void itHearsOfRecycledWorkersAndOfThoseThatDoNotStart() throws Exception {
        Hearing hearing = new Hearing();
        try (var pool = pool(hearing).maxTasksPerWorker(1).build()) {
            pool.createProcessTask(Tasks::pid).join();
            pool.createProcessTask(Tasks::pid).join();
        }
        hearing.until("worker RECYCLED");
        assertThat(hearing.ends.get(1).kind()).isEqualTo(WorkerEnd.Kind.RECYCLED);
        Hearing another = new Hearing();
        try (var pool = pool(another).jvmArgs("-XX:+NoSuchOption").build()) {
            ProcessTask<Long> task = pool.createProcessTask(Tasks::pid);
            assertThatThrownBy(task::join).hasMessageContaining("could be started");
            assertThat(another.next(2))
                    .containsExactlyInAnyOrder("worker NOT_STARTED", task.taskId() + " FAILED WorkerStartException");
        }
    }

    /** As they were before there was more to hear. */
    @Test
    void shorterMethodsHearTheSame() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        ProcessPoolListener listener = new ProcessPoolListener() {
            @Override
            public void workerEnded(PoolSnapshot.Worker worker, String reason) {
                heard.add(reason);
            }

            @Override
            public void taskEnded(PoolSnapshot.Task task) {
                heard.add(task.state());
            }
        };
        try (var pool = pool(listener).build()) {
            pool.createProcessTask(Tasks::pid).join();
        }
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("SUCCEEDED");
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("the pool was shut down");
    }

    @Test
    void oneThatAlwaysFailsHarmsNothing() throws Exception {
        CountDownLatch calls = new CountDownLatch(5);
        ProcessPoolListener broken = new ProcessPoolListener() {
            private void fail() {
                calls.countDown();
                throw new StackOverflowError("of the listener");
            }

            @Override
            public void workerReady(PoolSnapshot.Worker worker) {
                fail();
            }

            @Override
            public void workerEnded(PoolSnapshot.Worker worker, String reason) {
                fail();
            }

            @Override
            public void taskStarted(PoolSnapshot.Task task) {
                fail();
            }

            @Override
            public void taskProgressed(PoolSnapshot.Task task) {
                fail();
            }

            @Override
            public void taskEnded(PoolSnapshot.Task task) {
                fail();
            }
        };
        try (var pool = pool(broken).build()) {
            assertThat(pool.createProcessTask(ListenerTests::progresses).get(60, TimeUnit.SECONDS))
                    .isZero();
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
        }
        assertThat(calls.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** One step after the other until it is told to go; returns how many. */
    static long progressesUntilTold(String diary) throws Exception {
        long step = 0;
        do {
            TaskContext.current().progress(++step, -1, "");
            // As the work between two steps.
            Thread.sleep(10);
        } while (!Diary.read(Path.of(diary)).contains("go"));
        return step;
    }

    @Test
    void ofProgressThatNobodyHasHeardOnlyTheNewestCounts(@TempDir Path directory) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        Hearing hearing = new Hearing() {
            @Override
            public void taskProgressed(PoolSnapshot.Task task) {
                super.taskProgressed(task);
                entered.countDown();
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        Path diary = directory.resolve("diary");
        try (var pool = pool(hearing).cancelTasksWhenShutdown(true).build()) {
            ProcessTask<Long> task = pool.createProcessTask(ListenerTests::progressesUntilTold, diary.toString());
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
            CountDownLatch more = new CountDownLatch(4);
            var unused = task.onProgress(newest -> more.countDown());
            assertThat(more.await(60, TimeUnit.SECONDS)).isTrue();
            Diary.note(diary.toString(), "go");
            // Nobody waits for the listener.
            long steps = task.get(60, TimeUnit.SECONDS);
            open.countDown();
            List<String> events = hearing.next(5);
            assertThat(events.subList(0, 2)).containsExactly("worker ready", task.taskId() + " started 1");
            assertThat(events.get(2)).startsWith(task.taskId() + " progressed ");
            assertThat(events.get(3)).isEqualTo(task.taskId() + " progressed " + steps);
            assertThat(events.get(4)).isEqualTo(task.taskId() + " SUCCEEDED");
        } finally {
            open.countDown();
        }
    }
}
