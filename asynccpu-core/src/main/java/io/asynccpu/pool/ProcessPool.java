package io.asynccpu.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.codec.FailureCodec;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.launch.ChildMemory;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import io.asynccpu.supervisor.Timer;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerDeath;
import io.asynccpu.supervisor.WorkerEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which task runs where.
 *
 * <p>Actors: submitting threads, one thread for each worker (see {@link Worker}), the timer. They share the queue, the
 * workers and the leases under one lock, decide there, and act after they have let go of it: frames are written, futures
 * completed and processes started outside. Whoever finds a waiting task and a free worker pairs them and writes the frame
 * itself; no thread stands in between.
 */
public final class ProcessPool implements WorkerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessPool.class);

    /** Unique over all pools of this JVM, so that a number in a log means one task. */
    private static final AtomicLong TASK_IDS = new AtomicLong();

    /** How often a task may be with a worker that dies before it starts it, until the task itself is the suspect. */
    private static final int MOST_LOSSES_BEFORE_START = 3;

    private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(30);

    /** A worker that has lived for so long has proved that it can. */
    private static final Duration PROBATION = Duration.ofSeconds(10);

    private static final Duration LONGEST_UPKEEP_PAUSE = Duration.ofSeconds(1);

    private final PoolSettings settings;
    private final ObjectCodec codec;
    private final PoolThreads threads;
    private final EventFeed events;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition terminated = lock.newCondition();
    // All below guarded by lock.
    private final Workforce workforce;
    private final TaskQueue queue = new TaskQueue();
    private PoolState state = PoolState.RUNNING;
    private long submitted;
    private long completed;

    /**
     * Starts the minimum of workers in the background.
     *
     * @throws IllegalArgumentException if the memory budget can never be kept
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from here
     */
    public ProcessPool(PoolSettings settings, ObjectCodec codec, @Nullable ProcessPoolListener listener) {
        this.settings = settings;
        this.codec = codec;
        this.threads = new PoolThreads(settings.name());
        this.workforce = new Workforce(settings, threads.timer(), this, new Neighborliness());
        this.events = new EventFeed(settings.name(), listener);
        decide(decisions -> {});
        keepUp();
    }

    private void begin(Lease lease) {
        PoolTask<?> task = lease.task();
        try {
            if (lease.begin()) {
                events.taskStarted(task);
                return;
            }
        } catch (RuntimeException | Error e) {
            // Whoever pairs them is not to blame; it may be another worker's thread.
            task.fail(e);
        }
        decide(later -> take(lease.worker(), task.taskId()));
    }

    private interface Step {
        void decide(Decisions decisions);
    }

    /** Changes the books under the lock, lets work flow on, then acts. */
    private void decide(Step step) {
        Decisions decisions = new Decisions();
        lock.lock();
        try {
            step.decide(decisions);
            if (state != PoolState.TERMINATED) {
                dispatch(decisions);
                workforce.adjust(queue.ready(), state == PoolState.RUNNING, decisions);
                finish(decisions);
            }
        } finally {
            lock.unlock();
        }
        decisions.carryOut(this::begin);
    }

    // --- tasks come ---

    /**
     * Takes the task.
     *
     * @throws RejectedExecutionException if the queue is full or the pool is shut down
     */
    public <T extends @Nullable Object> ProcessTask<T> submit(TaskSpec spec) {
        PoolTask<T> task = new PoolTask<>(TASK_IDS.incrementAndGet(), spec, this);
        decide(decisions -> {
            if (state != PoolState.RUNNING) {
                throw new RejectedExecutionException(task + " is rejected: the pool is shut down");
            }
            if (unclaimed() >= settings.queueCapacity()) {
                throw new RejectedExecutionException(task + " is rejected: " + queue.size()
                        + " tasks wait already, queue-capacity is " + settings.queueCapacity());
            }
            submitted++;
            String why = workforce.whyOutOfService();
            if (why != null) {
                // Fails fast, by its future as every other failure.
                decisions.afterwards(() -> task.fail(DeathNotice.outOfService(settings.name(), why)));
                return;
            }
            queue.add(task);
            task.startQueueTimeout();
        });
        return task;
    }

    /** Waiting tasks beyond those that find a free thread, if not now then as soon as a worker has started. */
    private long unclaimed() {
        return queue.size()
                + workforce.leases().count()
                - (long) settings.size().maxWorkers() * settings.worker().threads();
    }

    // --- tasks meet workers ---

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
                    this::overdue);
            // Guard against race with cancel(): a task that was cancelled but not yet removed is passed over.
            if (task.grant(lease)) {
                worker.grant(lease);
                decisions.begin(lease);
            }
        }
    }

    /** Takes a task out of its worker's books; null if the worker does not have it. */
    private @Nullable Lease take(Worker worker, long taskId) {
        PooledWorker pooled = workforce.find(worker);
        return pooled == null ? null : pooled.take(taskId);
    }

    // --- tasks that do not stop ---

    /** The task goes on for longer than the grace period after it was cancelled or timed out. */
    private void overdue(Lease lease) {
        decide(decisions -> {
            PooledWorker worker = workforce.find(lease.worker());
            // Guard against race with the task's end: once it has left the books nothing may hit its worker.
            if (worker != null && worker.lease(lease.task().taskId()) != null) {
                worker.overdue(lease);
                if (!worker.hasOnlyOverdue()) {
                    spareNeighbors(worker);
                }
                killIfNothingElseRuns(worker, decisions);
            }
        });
    }

    private void spareNeighbors(PooledWorker worker) {
        threads.timer()
                .after(
                        settings.ladder().neighborGracePeriod().toNanos(),
                        () -> decide(decisions -> {
                            if (worker.hasOverdue()) {
                                condemn(worker, decisions);
                            }
                        }));
    }

    private static void killIfNothingElseRuns(PooledWorker worker, Decisions decisions) {
        if (worker.hasOnlyOverdue()) {
            condemn(worker, decisions);
        }
    }

    /** Dismissed first, so that the kill, which comes after the lock, cannot hit another task. */
    private static void condemn(PooledWorker worker, Decisions decisions) {
        worker.dismiss();
        decisions.condemn(worker.worker(), worker.overdueReason());
    }

    // --- workers come and go ---

    @Override
    public void ready(Worker worker) {
        decide(decisions -> {
            workforce.breaker().ready();
            PooledWorker pooled = workforce.find(worker);
            if (pooled != null) {
                pooled.ready();
                events.workerReady(pooled.snapshot());
            }
        });
        threads.timer()
                .after(
                        PROBATION.toNanos(),
                        () -> decide(decisions -> {
                            if (workforce.find(worker) != null) {
                                workforce.breaker().proved();
                            }
                        }));
        LOG.debug("Worker {} of pool {} (pid {}) is ready", worker.id(), settings.name(), worker.pid());
    }

    @Override
    public void received(Worker worker, Message message) throws ProtocolException {
        if (message instanceof Message.TaskEnd end) {
            Lease ended = ended(worker, end.taskId());
            if (ended == null) {
                throw new ProtocolException("It ended task " + end.taskId() + ", which it does not have");
            }
            ended.task().ended(end);
        } else if (message instanceof Message.Progressed progress) {
            PoolTask<?> task = held(worker, progress.taskId());
            if (task != null) {
                task.progressed(new TaskProgress(progress.done(), progress.total(), progress.message()));
            }
        } else if (message instanceof Message.Stack stack) {
            PoolTask<?> task = held(worker, stack.taskId());
            if (task != null) {
                task.stack(decodeFailure(stack.failure()));
            }
        } else {
            throw new ProtocolException("A " + message.getClass().getSimpleName() + " message from a child");
        }
    }

    private @Nullable Lease ended(Worker worker, long taskId) {
        boolean weigh = settings.recycling().maxWorkerMemory() > 0;
        long resident = weigh ? ChildMemory.resident(worker.pid()) : 0;
        Lease[] ended = new Lease[1];
        decide(decisions -> {
            PooledWorker pooled = workforce.find(worker);
            ended[0] = pooled == null ? null : pooled.take(taskId);
            if (pooled != null && ended[0] != null) {
                workforce.breaker().proved();
                workforce.weigh(pooled, resident);
                killIfNothingElseRuns(pooled, decisions);
            }
        });
        return ended[0];
    }

    /** Null if the task has ended meanwhile: in the child other threads than the task's may still speak of it. */
    private @Nullable PoolTask<?> held(Worker worker, long taskId) {
        lock.lock();
        try {
            PooledWorker pooled = workforce.find(worker);
            Lease lease = pooled == null ? null : pooled.lease(taskId);
            return lease == null ? null : lease.task();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void died(Worker worker, WorkerDeath death) {
        decide(decisions -> {
            PooledWorker dead = workforce.bury(worker, decisions);
            if (dead == null) {
                return;
            }
            String farewell = death.expected() ? dead.farewell() : null;
            events.workerEnded(dead.snapshot(), farewell == null ? death.reason() : farewell);
            for (Lease lease : dead.leases()) {
                lease.end();
                answer(lease, death, decisions);
            }
            boolean neverReady = death.startFailure() != null;
            if (!death.expected() && (neverReady || (!dead.hasWorked() && !hadStartedAny(dead, death)))) {
                diedAtOnce(neverReady, death, decisions);
            }
        });
        report(worker, death);
    }

    private static boolean hadStartedAny(PooledWorker dead, WorkerDeath death) {
        return dead.leases().stream()
                .anyMatch(lease -> death.hadStarted(lease.task().taskId()));
    }

    private void answer(Lease lease, WorkerDeath death, Decisions decisions) {
        PoolTask<?> task = lease.task();
        boolean started = death.hadStarted(task.taskId());
        boolean again = started
                ? task.attempt() < task.spec().maxAttempts()
                : task.lostBeforeStart() < MOST_LOSSES_BEFORE_START;
        WorkerCrashedException crash = DeathNotice.crashed(task, death, started);
        if (!again || !task.giveBack(lease, started)) {
            decisions.afterwards(() -> task.crashed(crash));
        } else if (started) {
            task.survived(crash);
            queue.pause(task);
            threads.timer().after(retryDelay(task.attempt()).toNanos(), () -> decide(later -> resume(task)));
        } else {
            queue.giveBack(task);
            task.startQueueTimeout();
        }
    }

    private Duration retryDelay(int attempts) {
        Duration delay = settings.retryDelay().multipliedBy(1L << Math.min(attempts - 1, 20));
        return delay.compareTo(LONGEST_RETRY_DELAY) < 0 ? delay : LONGEST_RETRY_DELAY;
    }

    private void resume(PoolTask<?> task) {
        // Guard against race with cancel(), which takes it out of the queue.
        if (queue.resume(task)) {
            task.startQueueTimeout();
        }
    }

    /** Where no worker can take the waiting tasks they fail with the reason, instead of waiting for a miracle. */
    private void diedAtOnce(boolean neverReady, WorkerDeath death, Decisions decisions) {
        Breaker breaker = workforce.breaker();
        String why = DeathNotice.cannotStart(death);
        breaker.failed(why);
        if ((neverReady || breaker.isOpen()) && !workforce.canTakeTasks()) {
            for (PoolTask<?> task : queue.drain()) {
                decisions.afterwards(() -> task.fail(DeathNotice.cannotStart(settings.name(), why, death)));
            }
        }
        if (breaker.isOpen()) {
            LOG.error(
                    "Pool {} starts no more workers for {} s, since the last ones failed one after the other: {}",
                    settings.name(),
                    breaker.pause().toSeconds(),
                    why);
        }
        tryAgainAfterPause();
    }

    private void tryAgainAfterPause() {
        threads.timer().after(workforce.breaker().pause().toNanos(), () -> decide(this::tryAgain));
    }

    private void tryAgain(Decisions decisions) {
        if (state != PoolState.TERMINATED) {
            workforce.tryAgain(queue.ready(), state == PoolState.RUNNING, decisions);
            if (workforce.breaker().isOpen()) {
                // As while the last workers are dying slowly.
                tryAgainAfterPause();
            }
        }
    }

    /** Now and then looks for workers that have nothing to do. */
    private void keepUp() {
        Duration idleTimeout = settings.recycling().idleTimeout();
        if (idleTimeout == null) {
            return;
        }
        Duration half = idleTimeout.dividedBy(2).plusMillis(1);
        Duration pause = half.compareTo(LONGEST_UPKEEP_PAUSE) < 0 ? half : LONGEST_UPKEEP_PAUSE;
        threads.timer().after(pause.toNanos(), () -> {
            decide(decisions -> {
                if (state == PoolState.RUNNING) {
                    workforce.retireIdle(idleTimeout.toNanos(), decisions);
                }
            });
            keepUp();
        });
    }

    /** What other pools of this JVM say about memory. */
    private final class Neighborliness implements MemoryLedger.Claimant {

        @Override
        public void roomWanted() {
            decide(decisions -> {
                if (state == PoolState.RUNNING) {
                    workforce.makeRoom(decisions);
                }
            });
        }

        @Override
        public void roomFreed() {
            decide(decisions -> {});
        }
    }

    private void report(Worker worker, WorkerDeath death) {
        String name = settings.name();
        if (death.startFailure() != null && !death.expected()) {
            LOG.warn(
                    "Worker {} of pool {} could not be started: {}", worker.id(), name, DeathNotice.cannotStart(death));
        } else if (!death.expected()) {
            LOG.warn("Worker {} of pool {} (pid {}) died: {}", worker.id(), name, worker.pid(), death.reason());
        } else {
            LOG.debug("Worker {} of pool {} (pid {}) ended", worker.id(), name, worker.pid());
        }
    }

    // --- tasks end ---

    /** The task ended while it waited. */
    void withdraw(PoolTask<?> task) {
        decide(decisions -> queue.remove(task));
    }

    /** The task's future is complete; called once for each task that was accepted. */
    void answered(PoolTask<?> task) {
        events.taskEnded(task);
        decide(decisions -> completed++);
    }

    @Nullable
    Object decodeResult(TaskSpec spec, byte[] coded) {
        return codec.decodeResult(spec.name(), spec.resultType(), coded);
    }

    Throwable decodeFailure(byte[] coded) {
        return FailureCodec.decode(coded, settings.worker().applicationLoader());
    }

    // --- the pool ends ---

    /** Takes no more tasks; those that it has are finished. */
    public void shutdown() {
        decide(decisions -> beginShutdown());
    }

    private void beginShutdown() {
        if (state == PoolState.RUNNING) {
            state = PoolState.SHUTTING_DOWN;
        }
    }

    /** Takes no more tasks and cancels those that it has. */
    public void shutdownNow() {
        List<PoolTask<?>> waiting = new ArrayList<>();
        List<Lease> running = new ArrayList<>();
        decide(decisions -> {
            beginShutdown();
            waiting.addAll(queue.toList());
            running.addAll(workforce.leases().toList());
        });
        waiting.forEach(PoolTask::abandon);
        running.forEach(lease -> lease.task().abandon());
        // Also those whose future was cancelled before without stopping the work.
        running.forEach(lease -> lease.cancel(false));
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

    public boolean isShutdown() {
        return snapshotState() != PoolState.RUNNING;
    }

    public boolean isTerminated() {
        return snapshotState() == PoolState.TERMINATED;
    }

    private PoolState snapshotState() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** False if the time is over before the last worker has ended. */
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
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

    // --- what others may see ---

    public String name() {
        return settings.name();
    }

    Timer timer() {
        return threads.timer();
    }

    long stackTimeoutNanos() {
        return settings.ladder().stackTimeout().toNanos();
    }

    Executor callbacks() {
        return threads.callbacks();
    }

    /** The books at this moment. */
    public PoolSnapshot snapshot() {
        lock.lock();
        try {
            return new PoolSnapshot(
                    settings.name(),
                    state.name(),
                    settings.size().minWorkers(),
                    settings.size().maxWorkers(),
                    settings.size().spareWorkers(),
                    settings.worker().threads(),
                    settings.queueCapacity(),
                    submitted,
                    completed,
                    workforce.breaker().reason(),
                    workforce.whyOutOfService(),
                    workforce.whyPostponed(),
                    workforce.all().stream().map(PooledWorker::snapshot).toList(),
                    queue.toList().stream().map(PoolTask::snapshot).toList(),
                    workforce.leases().map(lease -> lease.task().snapshot()).toList());
        } finally {
            lock.unlock();
        }
    }
}
