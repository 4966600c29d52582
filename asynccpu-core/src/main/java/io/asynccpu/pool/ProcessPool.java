package io.asynccpu.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.codec.FailureCodec;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import io.asynccpu.supervisor.Timer;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerDeath;
import io.asynccpu.supervisor.WorkerEvents;
import io.asynccpu.supervisor.WorkerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * <p>Actors: submitting threads, one thread for each worker (see {@link Worker}), the timer. They share the queue and the
 * leases under one lock, decide there, and act after they have let go of it: frames are written, futures completed and
 * processes started outside. Whoever finds a waiting task and a free worker pairs them and writes the frame itself; no
 * thread stands in between.
 */
public final class ProcessPool implements WorkerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessPool.class);

    /** Unique over all pools of this JVM, so that a number in a log means one task. */
    private static final AtomicLong TASK_IDS = new AtomicLong();

    /** How often a task may be with a worker that dies before it starts it, until the task itself is the suspect. */
    private static final int MOST_LOSSES_BEFORE_START = 3;

    private final PoolSettings settings;
    private final ObjectCodec codec;
    private final PoolThreads threads;
    private final EventFeed events;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition terminated = lock.newCondition();
    // All below guarded by lock.
    private final Staff staff;
    private final TaskQueue queue = new TaskQueue();
    private final Map<Worker, PooledWorker> workers = new LinkedHashMap<>();
    private PoolState state = PoolState.RUNNING;
    private long submitted;
    private long completed;

    /**
     * Starts the minimum of workers in the background.
     *
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from here
     */
    public ProcessPool(PoolSettings settings, ObjectCodec codec, @Nullable ProcessPoolListener listener) {
        this.settings = settings;
        this.codec = codec;
        this.staff = new Staff(settings.worker());
        this.threads = new PoolThreads(settings.name());
        this.events = new EventFeed(settings.name(), listener);
        decide(decisions -> {});
    }

    /** What was decided under the lock, to be done after it. */
    private final class Decisions {
        private final List<Lease> begin = new ArrayList<>(1);
        private final List<Worker> start = new ArrayList<>(0);
        private final List<Worker> stop = new ArrayList<>(0);
        private boolean end;

        private void carryOut() {
            start.forEach(Worker::start);
            begin.forEach(ProcessPool.this::begin);
            stop.forEach(Worker::stop);
            if (end) {
                threads.close();
                events.close();
            }
        }
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
            dispatch(decisions);
            employ(decisions);
            finish(decisions);
        } finally {
            lock.unlock();
        }
        decisions.carryOut();
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
            queue.add(task);
            task.startQueueTimeout();
        });
        return task;
    }

    /** Waiting tasks beyond those that find a free thread, if not now then as soon as a worker has started. */
    private long unclaimed() {
        long held = workers.values().stream().mapToLong(w -> w.leases().size()).sum();
        return queue.size()
                + held
                - (long) settings.size().maxWorkers() * settings.worker().threads();
    }

    // --- tasks meet workers ---

    private void dispatch(Decisions decisions) {
        PooledWorker worker;
        PoolTask<?> task;
        while ((worker = freest()) != null && (task = queue.poll()) != null) {
            Lease lease = new Lease(
                    task,
                    worker.worker(),
                    task.attempt() + 1,
                    threads.timer(),
                    settings.ladder().cancelGracePeriod().toNanos());
            // Guard against race with cancel(): a task that was cancelled but not yet removed is passed over.
            if (task.grant(lease)) {
                worker.leases().put(task.taskId(), lease);
                decisions.begin.add(lease);
            }
        }
    }

    private @Nullable PooledWorker freest() {
        PooledWorker best = null;
        int most = 0;
        for (PooledWorker worker : workers.values()) {
            int free = worker.freeThreads();
            if (free > most) {
                best = worker;
                most = free;
            }
        }
        return best;
    }

    /** Takes a task out of its worker's books; null if the worker does not have it. */
    private @Nullable Lease take(Worker worker, long taskId) {
        PooledWorker pooled = workers.get(worker);
        Lease lease = pooled == null ? null : pooled.leases().remove(taskId);
        if (lease != null && pooled != null) {
            lease.end();
            pooled.countTask();
        }
        return lease;
    }

    // --- workers come and go ---

    /** Starts as many workers as the queue and the minimum ask for. */
    private void employ(Decisions decisions) {
        if (state == PoolState.TERMINATED) {
            return;
        }
        long coming = workers.keySet().stream()
                .filter(worker -> worker.state() == WorkerState.STARTING)
                .count();
        while (workers.size() < settings.size().maxWorkers() && (isShortOfWorkers(coming) || isShortOfMinimum())) {
            hire(decisions);
            coming++;
        }
    }

    /** While starts fail, one worker at a time is tried, and beside others that live only after a pause. */
    private boolean isShortOfWorkers(long coming) {
        return queue.size() > coming * settings.worker().threads()
                && (staff.pause().isZero() || !someWorkerMayTakeTasks());
    }

    private boolean someWorkerMayTakeTasks() {
        return workers.keySet().stream()
                .anyMatch(worker -> worker.state() == WorkerState.READY || worker.state() == WorkerState.STARTING);
    }

    private void hire(Decisions decisions) {
        Worker worker = staff.hire(threads.timer(), this);
        workers.put(worker, new PooledWorker(worker, settings.worker().threads()));
        decisions.start.add(worker);
    }

    private boolean isShortOfMinimum() {
        return state == PoolState.RUNNING
                && workers.size() < settings.size().minWorkers()
                && staff.pause().isZero();
    }

    @Override
    public void ready(Worker worker) {
        decide(decisions -> {
            staff.started();
            PooledWorker pooled = workers.get(worker);
            if (pooled != null) {
                events.workerReady(pooled.snapshot());
            }
        });
        LOG.debug("Worker {} of pool {} (pid {}) is ready", worker.id(), settings.name(), worker.pid());
    }

    @Override
    public void received(Worker worker, Message message) throws ProtocolException {
        if (message instanceof Message.TaskEnd end) {
            Lease[] ended = new Lease[1];
            decide(decisions -> ended[0] = take(worker, end.taskId()));
            if (ended[0] == null) {
                throw new ProtocolException("It ended task " + end.taskId() + ", which it does not have");
            }
            ended[0].task().ended(end);
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

    /** Null if the task has ended meanwhile: in the child other threads than the task's may still speak of it. */
    private @Nullable PoolTask<?> held(Worker worker, long taskId) {
        lock.lock();
        try {
            PooledWorker pooled = workers.get(worker);
            Lease lease = pooled == null ? null : pooled.leases().get(taskId);
            return lease == null ? null : lease.task();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void died(Worker worker, WorkerDeath death) {
        List<Runnable> answers = new ArrayList<>();
        decide(decisions -> {
            PooledWorker dead = workers.remove(worker);
            if (dead == null) {
                return;
            }
            events.workerEnded(dead.snapshot(), death.reason());
            for (Lease lease : dead.leases().values()) {
                lease.end();
                answer(lease, death, answers);
            }
            if (death.startFailure() != null && !death.expected()) {
                startFailed(death, answers);
            }
        });
        report(worker, death);
        answers.forEach(Runnable::run);
    }

    private void answer(Lease lease, WorkerDeath death, List<Runnable> answers) {
        PoolTask<?> task = lease.task();
        boolean started = death.hadStarted(task.taskId());
        boolean again = started
                ? task.attempt() < task.spec().maxAttempts()
                : task.lostBeforeStart() < MOST_LOSSES_BEFORE_START;
        if (again && task.giveBack(lease, started)) {
            queue.giveBack(task);
        } else {
            answers.add(() -> task.fail(DeathNotice.crashed(task, death, started)));
        }
    }

    /** While no other worker can take the waiting tasks they fail with the reason, instead of waiting for a miracle. */
    private void startFailed(WorkerDeath death, List<Runnable> answers) {
        String why = DeathNotice.cannotStart(death);
        staff.failed(why);
        if (!someWorkerMayTakeTasks()) {
            for (PoolTask<?> task : queue.drain()) {
                answers.add(() -> task.fail(DeathNotice.cannotStart(settings.name(), why, death)));
            }
        }
        threads.timer().after(staff.pause().toNanos(), this::retryStart);
    }

    private void retryStart() {
        decide(decisions -> {
            boolean belowMinimum = state == PoolState.RUNNING
                    && workers.size() < settings.size().minWorkers();
            if (belowMinimum
                    || (!queue.isEmpty() && workers.size() < settings.size().maxWorkers())) {
                hire(decisions);
            }
        });
    }

    private void report(Worker worker, WorkerDeath death) {
        String name = settings.name();
        if (death.startFailure() != null && !death.expected()) {
            LOG.warn("Worker {} of pool {} did not start: {}", worker.id(), name, DeathNotice.cannotStart(death));
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
            workers.values().forEach(worker -> running.addAll(worker.leases().values()));
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
        for (PooledWorker worker : workers.values()) {
            // Guard against race with a task that another worker's death gives back: a retired worker gets none.
            if (worker.leases().isEmpty() && worker.worker().retire()) {
                decisions.stop.add(worker.worker());
            }
        }
        if (workers.isEmpty() && completed == submitted) {
            state = PoolState.TERMINATED;
            staff.close();
            decisions.end = true;
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
                    settings.worker().threads(),
                    settings.queueCapacity(),
                    submitted,
                    completed,
                    staff.lastFailure(),
                    workers.values().stream().map(PooledWorker::snapshot).toList(),
                    queue.toList().stream().map(PoolTask::snapshot).toList(),
                    workers.values().stream()
                            .flatMap(worker -> worker.leases().values().stream())
                            .map(lease -> lease.task().snapshot())
                            .toList());
        } finally {
            lock.unlock();
        }
    }
}
