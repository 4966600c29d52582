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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task in the parent.
 *
 * <p>Result, failure, timeout, cancellation, worker death and the user's own {@code complete} race on one compare-and-set
 * of the state; the winner alone completes the future. It completes on the winner's thread if nobody depends on it, else
 * on a callback thread, since dependent stages are users' code and the winner is mostly a worker's reader.
 */
final class PoolTask<T extends @Nullable Object> extends ProcessTask<T> {

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<PoolTask, TaskState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(PoolTask.class, TaskState.class, "state");

    private final long id;
    private final TaskSpec spec;
    private final ProcessPool pool;
    private final Instant submittedAt = Instant.now();
    private final long submittedNanos = System.nanoTime();
    private volatile TaskState state = TaskState.QUEUED;
    private final Settlement settlement = new Settlement();
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
    private volatile Audience audience = Audience.UNKNOWN;
    private volatile @Nullable Thread completer;

    /** Whether users' stages may hang on the future, which decides on which thread it completes. */
    private enum Audience {
        UNKNOWN,
        STAGES,
        /** It completes now, on the thread that has the result. */
        NONE
    }

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<PoolTask, Audience> AUDIENCE =
            AtomicReferenceFieldUpdater.newUpdater(PoolTask.class, Audience.class, "audience");

    PoolTask(long id, TaskSpec spec, ProcessPool pool) {
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

    private void publish(@Nullable T result, @Nullable Throwable failure) {
        if (getNumberOfDependents() == 0 && AUDIENCE.compareAndSet(this, Audience.UNKNOWN, Audience.NONE)) {
            completeNow(result, failure);
        } else {
            pool.callbacks().execute(() -> completeNow(result, failure));
        }
        settlement.settle();
    }

    @SuppressWarnings("NullAway") // A null result is one that the type allows.
    private void completeNow(@Nullable T result, @Nullable Throwable failure) {
        completer = Thread.currentThread();
        settlement.settle();
        boolean hasStages = getNumberOfDependents() > 0;
        if (hasStages) {
            // Users' stages may block, or close the pool and wait for its end. The stage that came last runs first.
            var unused = super.whenComplete((value, thrown) -> pool.answered(this));
        }
        try {
            if (failure == null) {
                super.complete(result);
            } else {
                super.completeExceptionally(failure);
            }
        } finally {
            if (!hasStages) {
                pool.answered(this);
            }
        }
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

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        // Else the future would be complete while the state says that the task runs.
        executor.execute(() -> {
            try {
                complete(supplier.get());
            } catch (Throwable e) {
                completeExceptionally(e);
            }
        });
        return this;
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

    @Override
    public T get() throws InterruptedException, ExecutionException {
        settlement.await(Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!settlement.await(unit.toNanos(timeout))) {
            throw new TimeoutException(this + " is not done after " + timeout + " " + unit);
        }
        return super.get();
    }

    @Override
    public T join() {
        settlement.awaitUninterruptibly();
        return super.join();
    }

    /** A stage is to come. */
    private void expectStages() {
        // Guard against race with publish(), which completes on a thread that must not run stages: whoever comes too
        // late
        // for it to know waits these few instructions, and then finds a complete future and runs the stage itself.
        if (!AUDIENCE.compareAndSet(this, Audience.UNKNOWN, Audience.STAGES)) {
            while (audience == Audience.NONE && !isDone() && completer != Thread.currentThread()) {
                Thread.onSpinWait();
            }
        }
    }

    /** The outcome of a task is final. */
    @Override
    public void obtrudeValue(T value) {
        throw new UnsupportedOperationException(this + " has one outcome, which cannot be replaced");
    }

    /** The outcome of a task is final. */
    @Override
    public void obtrudeException(Throwable failure) {
        throw new UnsupportedOperationException(this + " has one outcome, which cannot be replaced");
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        expectStages();
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        expectStages();
        return this;
    }

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        expectStages();
        return super.minimalCompletionStage();
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
