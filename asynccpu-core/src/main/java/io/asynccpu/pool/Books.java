package io.asynccpu.pool;

import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerEvents;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a pool knows, under one lock: the waiting tasks, the workers and which task is where.
 *
 * <p>Actors: submitting threads, one thread for each worker (see {@link Worker}), the timer. Each makes its entry by {@link
 * #decide}, which then pairs waiting tasks with free workers, and acts after it has let go of the lock: frames are
 * written, futures completed and processes started outside. No thread stands between a submitter and a worker.
 */
final class Books {

    private final PoolSettings settings;
    private final PoolThreads threads;
    private final EventFeed events;
    private final Latecomers latecomers;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition terminated = lock.newCondition();
    // All below guarded by lock.
    private final Workforce workforce;
    private final TaskQueue queue = new TaskQueue();
    private PoolState state = PoolState.RUNNING;
    private long submitted;
    private long completed;

    /** An entry. */
    interface Step {
        void decide(Decisions decisions);
    }

    /**
     * @throws IllegalArgumentException if the memory budget can never be kept
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from here
     */
    Books(PoolSettings settings, PoolThreads threads, EventFeed events, Function<Books, WorkerEvents> workerEvents) {
        this.settings = settings;
        this.threads = threads;
        this.events = events;
        this.latecomers = new Latecomers(this, settings.ladder(), threads.timer());
        this.workforce = new Workforce(settings, threads.timer(), workerEvents.apply(this), new RoomForOthers(this));
    }

    /** Changes the books under the lock, lets work flow on, then acts. */
    void decide(Step step) {
        Decisions decisions = new Decisions();
        lock.lock();
        try {
            step.decide(decisions);
            if (state != PoolState.TERMINATED) {
                dispatch(decisions);
                workforce.adjust(queue.ready(), isRunning(), decisions);
                finish(decisions);
            }
        } finally {
            lock.unlock();
        }
        decisions.carryOut(this::begin);
    }

    /** Looks into the books. */
    <T extends @Nullable Object> T read(Supplier<T> view) {
        lock.lock();
        try {
            return view.get();
        } finally {
            lock.unlock();
        }
    }

    // --- for steps and views only: the caller holds the lock ---

    Workforce workforce() {
        return workforce;
    }

    TaskQueue queue() {
        return queue;
    }

    PoolState state() {
        return state;
    }

    boolean isRunning() {
        return state == PoolState.RUNNING;
    }

    long submitted() {
        return submitted;
    }

    long completed() {
        return completed;
    }

    /**
     * Takes the task.
     *
     * @throws RejectedExecutionException if the queue is full or the pool is shut down
     */
    void accept(PoolTask<?> task, Decisions decisions) {
        if (!isRunning()) {
            throw new RejectedExecutionException(task + " is rejected: the pool is shut down");
        }
        if (unclaimed() >= settings.queueCapacity()) {
            throw new RejectedExecutionException(task + " is rejected: " + queue.size()
                    + " tasks wait already, queue-capacity is " + settings.queueCapacity());
        }
        submitted++;
        String why = workforce.whyOutOfService();
        if (why == null) {
            queue.add(task);
            task.startQueueTimeout();
        } else {
            // Fails fast, by its future as every other failure.
            decisions.afterwards(() -> task.fail(DeathNotice.outOfService(settings.name(), why)));
        }
    }

    /** Waiting tasks beyond those that find a free thread, if not now then as soon as a worker has started. */
    private long unclaimed() {
        return queue.size()
                + workforce.leases().count()
                - (long) settings.size().maxWorkers() * settings.worker().threads();
    }

    /** The task has ended on its worker; null if the worker does not have it. */
    @Nullable
    Lease take(Worker worker, long taskId, Decisions decisions) {
        PooledWorker pooled = workforce.find(worker);
        Lease lease = pooled == null ? null : pooled.take(taskId);
        if (pooled != null && lease != null) {
            latecomers.someTaskEnded(pooled, decisions);
        }
        return lease;
    }

    /** A task's future is complete. */
    void countCompleted() {
        completed++;
    }

    /** No more tasks are taken from now on. */
    void beginShutdown() {
        if (isRunning()) {
            state = PoolState.SHUTTING_DOWN;
        }
    }

    // --- what follows from every change ---

    private void dispatch(Decisions decisions) {
        PooledWorker worker;
        PoolTask<?> task;
        while (queue.ready() > 0 && (worker = workforce.freest()) != null && (task = queue.poll()) != null) {
            Lease lease = new Lease(
                    task,
                    worker.worker(),
                    task.attempt() + 1,
                    threads.timer(),
                    settings.ladder().cancelGracePeriod().toNanos(),
                    latecomers);
            // Guard against race with cancel(): a task that was cancelled but not yet removed is passed over.
            if (task.grant(lease)) {
                worker.grant(lease);
                decisions.begin(lease);
            }
        }
    }

    private void begin(Lease lease) {
        PoolTask<?> task = lease.task();
        try {
            if (lease.begin(() -> events.taskStarted(task))) {
                return;
            }
        } catch (RuntimeException | Error e) {
            // Whoever pairs them is not to blame; it may be another worker's thread.
            task.fail(e);
        }
        decide(later -> take(lease.worker(), task.taskId(), later));
    }

    private void finish(Decisions decisions) {
        if (state != PoolState.SHUTTING_DOWN || !queue.isEmpty()) {
            return;
        }
        // Workers are stopped as soon as they are idle; the pool itself ends when every future is complete, too.
        workforce.retireAllIdle(decisions);
        if (workforce.isEmpty() && completed == submitted) {
            state = PoolState.TERMINATED;
            workforce.close(decisions);
            decisions.afterwards(threads::close);
            decisions.afterwards(events::close);
            terminated.signalAll();
        }
    }

    /** False if the time is over before the last worker has ended. */
    boolean awaitTermination(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (state != PoolState.TERMINATED && left > 0) {
                left = terminated.awaitNanos(left);
            }
            return state == PoolState.TERMINATED;
        } finally {
            lock.unlock();
        }
    }
}
