package io.asynccpu.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.api.TaskStatistics;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.protocol.Message;
import io.asynccpu.supervisor.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task in the parent.
 *
 * <p>Result, failure, timeout, cancellation, worker death and the user's own {@code complete} race on one compare-and-set
 * of the state; the winner alone completes the future.
 */
final class PoolTask<T extends @Nullable Object> extends OutcomeFuture<T> {

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<PoolTask, TaskState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(PoolTask.class, TaskState.class, "state");

    private final long id;
    private final TaskSpec spec;
    private final ProcessPool pool;
    private final Instant submittedAt = Instant.now();
    private final long submittedNanos = System.nanoTime();
    private volatile TaskState state = TaskState.QUEUED;
    private final ProgressFeed progress;

    // Written under the pool's lock.
    private volatile @Nullable Lease lease;
    private volatile int attempt;
    private int lostBeforeStart;
    private final List<Throwable> earlierDeaths = new ArrayList<>(0);

    private volatile long endedNanos;
    private volatile long cpuNanos;
    private volatile long allocatedBytes;
    private volatile Timer.@Nullable Alarm queueTimeout;
    private final AtomicReference<@Nullable Lease> unpublishedTimeout = new AtomicReference<>();

    PoolTask(long id, TaskSpec spec, ProcessPool pool) {
        super(pool.callbacks());
        this.id = id;
        this.spec = spec;
        this.pool = pool;
        this.progress = new ProgressFeed(pool.callbacks());
    }

    TaskSpec spec() {
        return spec;
    }

    TaskState state() {
        return state;
    }

    /** The one place that changes the state. */
    private boolean moveTo(TaskState next) {
        TaskState seen = state;
        while (seen.mayBecome(next)) {
            if (STATE.compareAndSet(this, seen, next)) {
                if (next.isTerminal()) {
                    left(seen);
                }
                return true;
            }
            seen = state;
        }
        return false;
    }

    private void left(TaskState previous) {
        endedNanos = System.nanoTime();
        cancelQueueTimeout();
        if (previous == TaskState.QUEUED) {
            pool.withdraw(this);
        }
    }

    // --- what the pool does with it ---

    /** Caller holds the pool's lock, so the task is not granted yet. */
    void startQueueTimeout() {
        cancelQueueTimeout();
        if (spec.queueTimeoutNanos() > 0) {
            queueTimeout = pool.timer().after(spec.queueTimeoutNanos(), this::queueTimeout);
        }
    }

    private void cancelQueueTimeout() {
        Timer.Alarm timer = queueTimeout;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void queueTimeout() {
        // Guard against race with grant(): only a task that still waits may time out here.
        if (STATE.compareAndSet(this, TaskState.QUEUED, TaskState.TIMED_OUT)) {
            left(TaskState.QUEUED);
            Duration waited = Duration.ofNanos(spec.queueTimeoutNanos());
            publish(
                    null,
                    new TaskTimeoutException(
                            this + " waited longer than its queue timeout of " + waited
                                    + " for a worker; the pool is too small or its tasks too long",
                            TaskTimeoutException.Phase.QUEUED,
                            waited,
                            null));
        }
    }

    /** A worker gets the task. Caller holds the pool's lock. */
    boolean grant(Lease granted) {
        lease = granted;
        attempt = granted.attempt();
        cancelQueueTimeout();
        return STATE.compareAndSet(this, TaskState.QUEUED, TaskState.RUNNING);
    }

    /**
     * Its worker died before or while it ran, and it may start again. Caller holds the pool's lock.
     *
     * @param started whether the lost start counts as an attempt
     */
    boolean giveBack(Lease lost, boolean started) {
        if (!started) {
            attempt = lost.attempt() - 1;
            lostBeforeStart++;
        }
        return STATE.compareAndSet(this, TaskState.RUNNING, TaskState.QUEUED);
    }

    /** Its worker died, but it may start again. Caller holds the pool's lock. */
    void survived(WorkerCrashedException death) {
        earlierDeaths.add(death);
    }

    /** Its worker died, and it must not start again. */
    void crashed(WorkerCrashedException death) {
        earlierDeaths.forEach(death::addSuppressed);
        fail(death);
    }

    int lostBeforeStart() {
        return lostBeforeStart;
    }

    /** The child's answer. */
    void ended(Message.TaskEnd end) {
        cpuNanos = end.cpuNanos();
        allocatedBytes = end.allocatedBytes();
        publishTimeout(null);
        try {
            if (end instanceof Message.Succeeded success) {
                succeed(success.result());
            } else if (end instanceof Message.Failed failure) {
                fail(pool.decodeFailure(failure.failure()));
            }
        } catch (RuntimeException | Error e) {
            // The worker does not have the task any more, so its death would not answer for it.
            fail(e);
            throw e;
        }
    }

    private void succeed(byte[] coded) {
        if (state.isTerminal()) {
            return;
        }
        T result;
        try {
            @SuppressWarnings("unchecked") // The codec gives what the result type of the call declares.
            T decoded = (T) pool.decodeResult(spec, coded);
            result = decoded;
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        if (moveTo(TaskState.SUCCEEDED)) {
            publish(result, null);
        }
    }

    void fail(Throwable failure) {
        publishTimeout(null);
        if (moveTo(TaskState.FAILED)) {
            publish(null, failure);
        }
    }

    /** The pool ends. Unlike {@link #cancel} it keeps users' stages, which may block, off the calling thread. */
    void abandon() {
        if (moveTo(TaskState.CANCELLED)) {
            stopWork(true);
            publish(null, new CancellationException(this + " was cancelled"));
        }
    }

    /** Ran too long. The future completes when the child has said where the task stands, or a bounded time later. */
    void runTimeout(Lease overdue) {
        if (STATE.compareAndSet(this, TaskState.RUNNING, TaskState.TIMED_OUT)) {
            unpublishedTimeout.set(overdue);
            left(TaskState.RUNNING);
            overdue.cancel(true);
            pool.timer().after(pool.stackTimeoutNanos(), () -> publishTimeout(null));
        } else {
            // Cancelled without an interrupt: nobody waits for the task any more, but its time is over all the same.
            overdue.cancel(false);
        }
    }

    /** The child says where the task stands. */
    void stack(byte[] coded) {
        publishTimeout(pool.decodeFailure(coded));
    }

    private void publishTimeout(@Nullable Throwable where) {
        // Guard against race of the stack with its absence (timer, worker's death, the task's end): the first one
        // publishes.
        Lease overdue = state == TaskState.TIMED_OUT ? unpublishedTimeout.getAndSet(null) : null;
        if (overdue != null) {
            Duration limit = Duration.ofNanos(spec.timeoutNanos());
            String message = this + " ran longer than its timeout of " + limit + " on the worker with pid "
                    + overdue.worker().pid() + " and was stopped";
            publish(null, new TaskTimeoutException(message, TaskTimeoutException.Phase.RUNNING, limit, where));
        }
    }

    void progressed(TaskProgress newest) {
        progress.progressed(newest);
    }

    @Override
    void completed() {
        pool.answered(this);
    }

    // --- what users do with it ---

    @Override
    public long taskId() {
        return id;
    }

    @Override
    public long workerPid() {
        Lease last = lease;
        return last == null ? -1 : last.worker().pid();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public ProcessTask<T> onProgress(Consumer<? super TaskProgress> listener) {
        progress.subscribe(listener);
        return this;
    }

    @Override
    public TaskStatistics statistics() {
        Lease last = lease;
        long end = state.isTerminal() ? endedNanos : System.nanoTime();
        long queued = (last == null ? end : last.startedNanos()) - submittedNanos;
        long running = last == null ? 0 : end - last.startedNanos();
        return new TaskStatistics(
                Duration.ofNanos(queued), Duration.ofNanos(running), Duration.ofNanos(cpuNanos), allocatedBytes);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (moveTo(TaskState.CANCELLED)) {
            stopWork(mayInterruptIfRunning);
            completeNow(null, new CancellationException(this + " was cancelled"));
        }
        return isCancelled();
    }

    @Override
    public boolean complete(T value) {
        return settleByUser(TaskState.SUCCEEDED, value, null);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return settleByUser(
                failure instanceof CancellationException ? TaskState.CANCELLED : TaskState.FAILED, null, failure);
    }

    private boolean settleByUser(TaskState terminal, @Nullable T value, @Nullable Throwable failure) {
        if (!moveTo(terminal)) {
            return false;
        }
        stopWork(true);
        completeNow(value, failure);
        return true;
    }

    private void stopWork(boolean alsoIfRunning) {
        Lease current = lease;
        if (current != null && alsoIfRunning) {
            current.cancel(false);
        } else if (current != null) {
            current.withdraw();
        }
    }

    PoolSnapshot.Task snapshot() {
        Lease last = lease;
        TaskState now = state;
        Instant startedAt =
                last == null ? null : submittedAt.plusNanos(Math.max(0, last.startedNanos() - submittedNanos));
        return new PoolSnapshot.Task(
                id, spec.name(), now.name(), attempt, workerPid(), submittedAt, startedAt, progress.newest());
    }

    @Override
    public String toString() {
        return "Task " + id + " (" + spec.name() + ") of pool " + pool.name();
    }
}
