package io.asynccpu.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.internal.fleet.FleetActions;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An update of the pool that fails half-way, as without memory: what it has left half-done is done, or answered, soon. */
@Timeout(60)
@PoolTest
class HalfDoneUpdateTests {

    private static final OutOfMemoryError NO_MEMORY = new OutOfMemoryError("of a test");

    private static void failAfter(Dispatcher dispatcher, PoolLock.Update update) {
        assertThatThrownBy(() -> dispatcher.lock().update(actions -> {
                    update.apply(actions);
                    throw NO_MEMORY;
                }))
                .isSameAs(NO_MEMORY);
    }

    @Test
    void aTaskThatCameFromOnePlaceButToNoOtherIsAnswered() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            Dispatcher dispatcher = PoolAccess.dispatcher(pool);
            dispatcher.lock().update(actions -> dispatcher.pause());
            var task = pool.createProcessTask(Tasks::pid);
            failAfter(dispatcher, actions -> dispatcher.queue().give((PoolTask<?>) task));
            assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(NO_MEMORY);
        }
    }

    @Test
    void aWorkerThatWasMadeButNotStartedIsStarted() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            Dispatcher dispatcher = PoolAccess.dispatcher(pool);
            failAfter(dispatcher, actions -> dispatcher.fleet().adjust(1, true, new DeferredActions()));
            assertThat(pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS))
                    .isPositive();
        }
    }

    @Test
    void aWorkerThatWasRetiredButNotStoppedIsStopped() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            long first = pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS);
            Dispatcher dispatcher = PoolAccess.dispatcher(pool);
            failAfter(dispatcher, actions -> {
                WorkerSlot<LeasedTasks> slot =
                        dispatcher.fleet().slots().all().iterator().next();
                slot.dismiss();
                slot.worker().retire();
            });
            assertThat(pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS))
                    .isPositive()
                    .isNotEqualTo(first);
        }
    }

    @Test
    void aTaskThatWasGrantedButNotSentRuns() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS);
            Dispatcher dispatcher = PoolAccess.dispatcher(pool);
            dispatcher.lock().update(actions -> dispatcher.pause());
            var task = pool.createProcessTask(Tasks::pid);
            failAfter(dispatcher, actions -> {
                dispatcher.resume();
                dispatcher.assigner().dispatch(new DeferredActions());
            });
            assertThat(task.get(30, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void aTrialThatHasItsWorkerIsNotMadeAgain() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            Dispatcher dispatcher = PoolAccess.dispatcher(pool);
            assertThatThrownBy(() -> dispatcher.lock().update(actions -> {
                        dispatcher.fleet().starts().breaker().failed("of a test");
                        dispatcher.fleet().tryOnce();
                        dispatcher.fleet().adjust(0, true, new ActionsWithoutMemory());
                    }))
                    .isSameAs(NO_MEMORY);
            dispatcher.lock().proceed();
            assertThat(dispatcher
                            .lock()
                            .<Integer>read(
                                    () -> dispatcher.fleet().slots().all().size()))
                    .isOne();
        }
    }

    private static final class ActionsWithoutMemory implements FleetActions {

        @Override
        public void start(Worker worker) {
            throw NO_MEMORY;
        }

        @Override
        public void stop(Worker worker) {}

        @Override
        public void afterwards(Runnable action) {}
    }

    /** Its worker does not have it any more, so that worker's death would not answer for it. */
    @Test
    void aTaskWhoseEndIsTakenHalfWayIsAnswered(@TempDir Path directory) throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .threadsPerWorker(2)
                .cancelTasksWhenShutdown(true)
                .build()) {
            ProcessTask<?> task = pool.createProcessTask(Tasks::waits, diary.toString());
            ProcessTask<?> neighbor = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.awaitCount(diary, "started 1", 2);
            Dispatcher dispatcher = PoolAccess.dispatcher(pool);
            EndedTasks ended = new EndedTasks(List.of(new Message.Succeeded(task.taskId(), 1, 0, 0, Payload.NONE)));
            Throwable failure = catchThrowable(() -> dispatcher.lock().update(actions -> {
                WorkerSlot<LeasedTasks> slot =
                        dispatcher.fleet().slots().all().iterator().next();
                slot.workload().addOverdue(slot.workload().find(neighbor.taskId()));
                // What follows from the end is that the worker is to be killed, which fails without actions.
                ended.take(slot.worker(), dispatcher, null);
            }));
            assertThat(failure).isInstanceOf(NullPointerException.class);
            ended.fail(failure);
            try {
                assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCause(failure);
            } finally {
                // Else the pool would wait for it at its end.
                task.cancel(true);
            }
        }
    }
}
