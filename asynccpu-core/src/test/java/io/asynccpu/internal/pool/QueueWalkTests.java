package io.asynccpu.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.internal.task.TaskQueue;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million may wait; who reads far behind in the queue must not hold up those that need the lock. */
@Timeout(60)
@PoolTest
class QueueWalkTests {

    private final ProcessTaskPoolExecutor pool =
            ProcessTaskPoolExecutor.builder().maxWorkers(1).build();
    private final List<ProcessTask<Long>> tasks = new ArrayList<>();
    private final List<Long> seen = new ArrayList<>();

    @BeforeEach
    void pause() {
        pool.pause();
    }

    @AfterEach
    void close() {
        pool.shutdownNow();
        pool.close();
    }

    private void submit(int count) {
        for (int i = 0; i < count; i++) {
            tasks.add(pool.createProcessTask(Tasks::pid));
        }
    }

    private long id(int task) {
        return tasks.get(task).taskId();
    }

    private boolean see(PoolTask<?> task) {
        return seen.add(task.taskId());
    }

    @Test
    void itStopsAfterSoManyAndGoesOnWhereItStood() throws Exception {
        submit(5);
        Dispatcher dispatcher = PoolAccess.dispatcher(pool);
        TaskQueue<PoolTask<?>>.Walk walk = dispatcher.lock().read(dispatcher.queue()::walk);
        assertThat(dispatcher.lock().read(() -> walk.goOn(2, this::see))).isTrue();
        assertThat(seen).containsExactly(id(0), id(1));
        // The one at which it stands leaves, and so does one that it has seen; another one comes.
        tasks.get(2).cancel(true);
        tasks.get(0).cancel(true);
        submit(1);
        assertThat(dispatcher.lock().read(() -> walk.goOn(10, this::see))).isFalse();
        assertThat(seen).containsExactly(id(0), id(1), id(3), id(4), id(5));
        dispatcher.lock().read(() -> {
            walk.end();
            return true;
        });
    }

    @Test
    void whoWaitsForTheLockGetsItBeforeTheEndOfTheWalk() throws Exception {
        submit(20_000);
        Dispatcher dispatcher = PoolAccess.dispatcher(pool);
        ReentrantLock lock = (ReentrantLock) PoolAccess.field(PoolAccess.field(dispatcher, "lock"), "lock");
        Thread caller = new Thread(() -> tasks.get(10_000).cancel(true));
        Predicate<PoolTask<?>> visitor = task -> {
            if (task.taskId() == id(0)) {
                caller.start();
                // A lock tells nobody that a thread waits for it.
                while (!lock.hasQueuedThread(caller)) {
                    Thread.onSpinWait();
                }
            }
            return see(task);
        };
        dispatcher.walkQueue(visitor);
        caller.join();
        // It was gone when the walk came there.
        assertThat(seen).hasSize(19_999).doesNotContain(id(10_000));
    }

    @Test
    void aDeepPageIsTheSameAsEver() {
        submit(2_000);
        assertThat(pool.queuedTasks(1_200, 3))
                .extracting(PoolSnapshot.Task::id)
                .containsExactly(id(1_200), id(1_201), id(1_202));
        assertThat(pool.queuedTasks(1_999, 50))
                .extracting(PoolSnapshot.Task::id)
                .containsExactly(id(1_999));
        assertThat(pool.queuedTasks(2_000, 50)).isEmpty();
        assertThat(pool.queuedTasks(0, 0)).isEmpty();
        assertThat(pool.cancel(id(1_999))).isTrue();
        assertThat(pool.cancel(id(1_999))).isFalse();
    }
}
