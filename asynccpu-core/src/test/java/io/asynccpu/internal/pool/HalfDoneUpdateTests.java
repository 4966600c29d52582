package io.asynccpu.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An update of the pool that fails half-way, as without memory: what it has left half-done is done, or answered, soon. */
@Timeout(60)
@PoolTest
class HalfDoneUpdateTests {

    private static final OutOfMemoryError NO_MEMORY = new OutOfMemoryError("of a test");

    private static void failAfter(Dispatcher dispatcher, PoolLock.Update update) {
        assertThatThrownBy(() -> dispatcher.update(actions -> {
                    update.apply(actions);
                    throw NO_MEMORY;
                }))
                .isSameAs(NO_MEMORY);
    }

    @Test
    void aTaskThatCameFromOnePlaceButToNoOtherIsAnswered() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            Dispatcher dispatcher = PoolAccess.dispatcher(pool);
            dispatcher.update(actions -> dispatcher.pause());
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
            dispatcher.update(actions -> dispatcher.pause());
            var task = pool.createProcessTask(Tasks::pid);
            failAfter(dispatcher, actions -> {
                dispatcher.resume();
                dispatcher.assigner().dispatch(new DeferredActions());
            });
            assertThat(task.get(30, TimeUnit.SECONDS)).isPositive();
        }
    }
}
