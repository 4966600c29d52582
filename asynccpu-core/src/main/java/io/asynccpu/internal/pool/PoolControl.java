package io.asynccpu.internal.pool;

import io.asynccpu.api.HeapDump;
import io.asynccpu.api.ThreadDump;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.internal.task.Readings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actions of operators on a pool. Each action is an ordinary update of the pool, so it meets the same races as the end of
 * a task. Thread-safe.
 */
public final class PoolControl {

    private static final Logger LOG = LoggerFactory.getLogger(PoolControl.class);

    private final String pool;
    private final Dispatcher dispatcher;
    private final Readings readings;
    private final Dumps dumps;

    PoolControl(PoolSettings settings, Dispatcher dispatcher, Readings readings, Executor callbacks) {
        this.pool = settings.name();
        this.dispatcher = dispatcher;
        this.readings = readings;
        this.dumps = new Dumps(
                settings,
                workerId -> dispatcher.lock().read(() -> {
                    WorkerSlot<LeasedTasks> slot = dispatcher.fleet().slots().find(workerId);
                    return slot == null ? null : slot.worker();
                }),
                callbacks);
    }

    /** Returns false if the pool does not have the task, or it ended in this moment. */
    public boolean cancel(long taskId) {
        Future<?> task = findQueued(taskId);
        if (task == null) {
            task = findStarted(taskId);
        }
        if (task == null) {
            // Guard against race with its worker's death, which may have given it back between the two looks.
            task = findQueued(taskId);
        }
        return task != null && !task.isDone() && task.cancel(true);
    }

    private @Nullable Future<?> findQueued(long taskId) {
        AtomicReference<@Nullable PoolTask<?>> found = new AtomicReference<>();
        dispatcher.walkQueue(task -> {
            if (task.taskId() == taskId) {
                found.set(task);
            }
            return found.get() == null;
        });
        return found.get();
    }

    private @Nullable Future<?> findStarted(long taskId) {
        return dispatcher.lock().read(() -> {
            for (Lease lease : dispatcher.leases()) {
                if (lease.task().taskId() == taskId) {
                    return lease.task();
                }
            }
            return readings.find(taskId);
        });
    }

    /** Returns false if there is no such worker, or it is on its way out already. */
    public boolean recycle(int workerId) {
        AtomicBoolean found = new AtomicBoolean();
        dispatcher.lock().update(actions -> {
            WorkerSlot<LeasedTasks> slot = dispatcher.fleet().slots().find(workerId);
            if (slot != null && slot.isServing()) {
                slot.recycle("it was recycled by an operator");
                found.set(true);
            }
        });
        return found.get();
    }

    /** Waiting tasks wait until {@link #resume} or a shutdown. */
    public void pause() {
        dispatcher.lock().update(actions -> dispatcher.pause());
    }

    public void resume() {
        dispatcher.lock().update(actions -> dispatcher.resume());
    }

    /**
     * From now on at most so many workers have tasks.
     *
     * @throws IllegalArgumentException if the pool cannot have so few, or the memory budget so many
     */
    public void resize(int maxWorkers) {
        AtomicInteger before = new AtomicInteger();
        dispatcher.lock().update(actions -> {
            before.set(dispatcher.fleet().maxWorkers());
            dispatcher.fleet().resize(maxWorkers);
        });
        if (before.get() != maxWorkers) {
            LOG.info("Pool {} is resized from {} to {} workers", pool, before.get(), maxWorkers);
        }
    }

    /** Stacks of the worker's threads; fails with an {@link io.asynccpu.api.DumpFailedException}. */
    public CompletableFuture<ThreadDump> threadDump(int workerId) {
        return dispatcher.gate().call(() -> dumps.ofThreads(workerId));
    }

    /** Objects in the worker's heap; fails with an {@link io.asynccpu.api.DumpFailedException}. */
    public CompletableFuture<HeapDump> heapDump(int workerId) {
        return dispatcher.gate().call(() -> dumps.ofHeap(workerId));
    }
}
