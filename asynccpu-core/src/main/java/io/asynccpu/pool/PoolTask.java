package io.asynccpu.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.api.TaskStatistics;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.concurrent.StackRoom;
import io.asynccpu.codec.failure.FailureCodec;
import io.asynccpu.concurrent.Timer;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.Payload;
import io.asynccpu.spi.TaskMeter;
import io.asynccpu.state.JvmState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task in the parent.
 *
 * <p>Result, failure, timeout, cancellation, worker death and the user's own {@code complete} race on one compare-and-set
 * of the state; the winner alone completes the future.
 */
final class PoolTask<T extends @Nullable Object> extends OutcomeFuture<T> implements Runnable {

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<PoolTask, TaskState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(PoolTask.class, TaskState.class, "state");

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<PoolTask, Lease> UNPUBLISHED_TIMEOUT =
            AtomicReferenceFieldUpdater.newUpdater(PoolTask.class, Lease.class, "unpublishedTimeout");

    private static final int MOST_TRIES = 20;

    /** What is sent ahead waits in buffers, so it must be small. */
    private static final int MOST_BYTES_AHEAD = 4 << 10;

    // A million of these may wait: what most tasks do not need is made when it is needed.
    private final long id;
    private final CallSpec call;
    private final TaskTerms terms;
    /** Until it is over: who keeps the future is not to keep these. */
    private Payload arguments;
    /** As at the submit: what the caller changes after it is not meant for this task, however long it waits. Null when over. */
    private @Nullable JvmState jvmState;

    private final ProcessPool pool;
    private final long submittedNanos = System.nanoTime();
    private volatile TaskState state = TaskState.QUEUED;
    private volatile @Nullable ProgressFeed progress;

    // Written under the pool's lock.
    private volatile @Nullable Lease lease;
    private volatile int attempt;
    private int lostBeforeStart;
    private @Nullable List<Throwable> earlierDeaths;

    // Its place in the queue, which alone uses it.
    TaskQueue.@Nullable Line line;

    @Nullable
    PoolTask<?> before;

    @Nullable
    PoolTask<?> behind;

    private volatile long endedNanos;
    /** Written by the one that completes the future, read by those who have seen it complete. */
    private TaskOutcome ending = TaskOutcome.SUCCESS;

    private volatile long cpuNanos;
    private volatile long allocatedBytes;
    private volatile Timer.@Nullable Alarm queueTimeout;
    private volatile @Nullable Lease unpublishedTimeout;

    PoolTask(long id, CallSpec call, Payload arguments, TaskTerms terms, JvmState jvmState, ProcessPool pool) {
        super(terms.witness());
        this.id = id;
        this.call = call;
        this.arguments = arguments;
        this.terms = terms;
        this.jvmState = jvmState;
        this.pool = pool;
    }

    CallSpec call() {
        return call;
    }

    TaskTerms terms() {
        return terms;
    }

    @Nullable
    JvmState jvmState() {
        return jvmState;
    }

    Payload arguments() {
        return arguments;
    }

    /** On the worker that got it last; null if none has. */
    @Nullable
    Lease lease() {
        return lease;
    }

    /** Whether it may wait at a worker for its turn. */
    boolean maySendAhead() {
        byte[] function = call.id() == 0 ? call.call().function() : null;
        return arguments.arrays().isEmpty()
                && arguments.length() + (function == null ? 0 : function.length) + contextLength() <= MOST_BYTES_AHEAD;
    }

    private int contextLength() {
        if (terms.context().isEmpty()) {
            return 0;
        }
        int length = 0;
        for (Map<String, String> values : terms.context().values()) {
            for (Map.Entry<String, String> value : values.entrySet()) {
                length += value.getKey().length() + value.getValue().length();
            }
        }
        return length;
    }

    @Override
    Executor callbacks() {
        return pool.callbacks();
    }

    @Override
    TaskOutcome outcome() {
        return ending;
    }

    TaskState state() {
        return state;
    }

    /** The one place that changes the state for good, but for timeouts. */
    private boolean moveTo(TaskState next, TaskOutcome outcome) {
        TaskState seen = state;
        while (seen.mayBecome(next)) {
            if (STATE.compareAndSet(this, seen, next)) {
                left(seen, outcome);
                return true;
            }
            seen = state;
        }
        return false;
    }

    private void left(TaskState previous, TaskOutcome outcome) {
        endedNanos = System.nanoTime();
        ending = outcome;
        try {
            pool.ended(outcome);
            cancelQueueTimeout();
            if (previous == TaskState.QUEUED) {
                pool.withdraw(this);
            } else {
                pool.readings().leave(this);
            }
        } catch (OutOfMemoryError noMemory) {
            // Whoever moved the state completes the future, whatever comes; in the queue the task is passed over at its
            // turn.
        }
    }

    // --- what the pool does with it ---

    /** Caller holds the pool's lock. */
    void startQueueTimeout() {
        if (terms.queueTimeoutNanos() > 0 && state == TaskState.QUEUED) {
            queueTimeout = pool.timer().after(terms.queueTimeoutNanos(), this::queueTimeout);
        }
    }

    private void cancelQueueTimeout() {
        Timer.Alarm timer = queueTimeout;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void queueTimeout() {
        // Guard against race with start(): only a task that still waits may time out here.
        if (STATE.compareAndSet(this, TaskState.QUEUED, TaskState.TIMED_OUT)) {
            left(TaskState.QUEUED, TaskOutcome.TIMEOUT);
            Throwable failure;
            try {
                stopWork(true);
                Duration waited = Duration.ofNanos(terms.queueTimeoutNanos());
                failure = new TaskTimeoutException(
                        label() + " waited longer than its queue timeout of " + waited + " for a worker: "
                                + pool.whyTasksWait(),
                        TaskTimeoutException.Phase.QUEUED,
                        waited,
                        null);
            } catch (OutOfMemoryError noMemory) {
                failure = noMemory;
            }
            publishFailure(failure, TaskOutcome.TIMEOUT, 0);
        }
    }

    /** A worker gets the task, to run it when its turn comes. Caller holds the pool's lock. */
    boolean grant(Lease granted) {
        lease = granted;
        // Guard against race with cancel(), which looks for the lease after it has changed the state.
        return state == TaskState.QUEUED;
    }

    /** Its turn comes. Caller holds the pool's lock. */
    boolean start(Lease granted) {
        if (!STATE.compareAndSet(this, TaskState.QUEUED, TaskState.RUNNING)) {
            return false;
        }
        attempt = granted.attempt();
        cancelQueueTimeout();
        return true;
    }

    /**
     * The worker does not have it any more, and it may start elsewhere. Caller holds the pool's lock.
     *
     * @param counts whether it had started there
     * @return false if nobody wants it any more
     */
    boolean giveBack(Lease lost, boolean counts) {
        if (!counts) {
            attempt = lost.attempt() - 1;
        }
        if (STATE.compareAndSet(this, TaskState.RUNNING, TaskState.QUEUED)) {
            if (!counts) {
                // Else its pause comes first, and the time to wait begins after it.
                startQueueTimeout();
            }
            return true;
        }
        return state == TaskState.QUEUED;
    }

    /** Its worker died when it was about to start it. Caller holds the pool's lock. */
    void lostBeforeStart() {
        lostBeforeStart++;
    }

    int timesLostBeforeStart() {
        return lostBeforeStart;
    }

    /** Its worker died, but it may start again. Caller holds the pool's lock. */
    void survived(WorkerCrashedException death) {
        if (earlierDeaths == null) {
            earlierDeaths = new ArrayList<>(1);
        }
        earlierDeaths.add(death);
    }

    /** Its worker died, and it must not start again. */
    void crashed(WorkerCrashedException death) {
        long output = outputOf(death);
        if (earlierDeaths != null) {
            for (Throwable earlier : earlierDeaths) {
                death.addSuppressed(earlier);
                output += outputOf((WorkerCrashedException) earlier);
            }
        }
        fail(death, TaskOutcome.WORKER_DIED, output);
    }

    /** In bytes; the message has it once more. */
    private static long outputOf(WorkerCrashedException death) {
        long characters = String.valueOf(death.getMessage()).length();
        for (String line : death.lastOutput()) {
            characters += line.length();
        }
        return characters * Character.BYTES;
    }

    /** There is no worker for it. */
    void notStarted(WorkerStartException failure) {
        fail(
                failure,
                TaskOutcome.WORKER_NOT_STARTED,
                String.valueOf(failure.getMessage()).length());
    }

    /** The child's answer. */
    void ended(Message.TaskEnd end) {
        cpuNanos = end.cpuNanos();
        allocatedBytes = end.allocatedBytes();
        publishTimeout(null, 0);
        try {
            if (end instanceof Message.Succeeded success) {
                succeed(success.result());
            } else if (end instanceof Message.Failed failure) {
                read(pool.decoder().failure(failure.failure()));
            }
        } catch (RuntimeException | Error e) {
            // The worker does not have the task any more, so its death would not answer for it.
            fail(e);
            throw e;
        }
    }

    private void succeed(Payload coded) {
        if (state.isTerminal()) {
            return;
        }
        Object result;
        try {
            result = pool.decoder().atOnce(call, coded);
        } catch (RuntimeException e) {
            fail(e, TaskOutcome.FAILURE, coded.size());
            return;
        }
        if (result == ObjectCodec.NOT_AT_ONCE) {
            read(pool.decoder().result(call, coded));
        } else {
            succeeded(result);
        }
    }

    /** Elsewhere, since it runs code of the application; within the task's time. */
    private void read(Reading.Source source) {
        if (!state.isTerminal()) {
            // It has ended there.
            Lease last = Objects.requireNonNull(lease);
            pool.readings().start(this, source, last.worker().backlog().add(source.bytes()), last.timeLeftNanos());
        }
    }

    /**
     * The result is there; or it cannot be read.
     *
     * @param bytes that it was read from
     */
    void wasRead(@Nullable Object read, @Nullable Throwable failure, long bytes) {
        if (failure != null) {
            fail(failure, TaskOutcome.FAILURE, bytes);
        } else {
            succeeded(read);
        }
    }

    private void succeeded(@Nullable Object read) {
        if (moveTo(TaskState.SUCCEEDED, TaskOutcome.SUCCESS)) {
            @SuppressWarnings("unchecked") // The codec gives what the result type of the call declares.
            T result = (T) read;
            publish(result, null);
        }
    }

    /** It had ended in its worker, but is not read within its time. */
    void readingTimeout(Reading reading) {
        Throwable where = reading.whereItStands();
        String why = where == null
                ? " had ended on its worker, but its outcome, which waited behind others for a thread, was not read within"
                : " had ended on its worker, and reading its outcome, where the cause shows, took longer than";
        if (STATE.compareAndSet(this, TaskState.RUNNING, TaskState.TIMED_OUT)) {
            left(TaskState.RUNNING, TaskOutcome.TIMEOUT);
            Throwable failure;
            try {
                Duration limit = Duration.ofNanos(terms.timeoutNanos());
                failure = new TaskTimeoutException(
                        label() + why + " what was left of its timeout of " + limit,
                        TaskTimeoutException.Phase.RUNNING,
                        limit,
                        where);
            } catch (OutOfMemoryError noMemory) {
                failure = noMemory;
            }
            publishFailure(failure, TaskOutcome.TIMEOUT, 0);
        }
    }

    /** Of this JVM's doing. */
    void fail(Throwable failure) {
        fail(failure, TaskOutcome.FAILURE, 0);
    }

    private void fail(Throwable failure, TaskOutcome outcome, long bytes) {
        publishTimeout(null, 0);
        if (moveTo(TaskState.FAILED, outcome)) {
            publishFailure(failure, outcome, bytes);
        }
    }

    /**
     * Who has the exception finds it in the pool's list, too.
     *
     * @param bytes of the child that it was made of
     */
    private void publishFailure(Throwable failure, TaskOutcome outcome, long bytes) {
        try {
            pool.failed(new TaskFailure(id, call.name(), workerPid(), attempt, Instant.now(), outcome, failure), bytes);
        } finally {
            // Whatever becomes of the list, as without memory.
            publish(null, failure instanceof CancellationException ? notCancelled(failure) : failure);
        }
    }

    /** The task has thrown it, so it failed; to the future it would mean that it was cancelled. */
    private static Throwable notCancelled(Throwable thrown) {
        try {
            return new CompletionException(thrown);
        } catch (OutOfMemoryError noMemory) {
            return noMemory;
        }
    }

    /**
     * The pool ends. Unlike {@link #cancel} it keeps users' stages, which may block, off the calling thread.
     *
     * @return whether this has kept it from beginning
     */
    boolean endWithPool() {
        boolean won = moveTo(TaskState.CANCELLED, TaskOutcome.CANCELLED);
        if (won) {
            Throwable failure;
            try {
                stopWork(true);
                failure = new CancellationException(label() + " was cancelled");
            } catch (OutOfMemoryError noMemory) {
                failure = noMemory;
            }
            publish(null, failure);
        }
        // Not by the state that it was moved from: one that waits for its next attempt has begun.
        return won && attempt == 0 && lastStart() == null;
    }

    /** What the caller of {@code shutdownNow} gets of it. */
    Runnable runnable() {
        Runnable given = terms.given();
        return given == null ? this : given;
    }

    /** It is cancelled when anybody gets it as a runnable. */
    @Override
    public void run() {}

    /** Ran too long. The future completes when the child has said where the task stands, or a bounded time later. */
    void runTimeout(Lease overdue) {
        if (STATE.compareAndSet(this, TaskState.RUNNING, TaskState.TIMED_OUT)) {
            unpublishedTimeout = overdue;
            left(TaskState.RUNNING, TaskOutcome.TIMEOUT);
        }
        // Else cancelled without an interrupt: nobody waits for the task any more, but its time is over all the same.
        if (unpublishedTimeout == overdue) {
            overdue.cancel(true);
            pool.timer().after(pool.stackTimeoutNanos(), () -> publishTimeout(null, 0));
        } else {
            overdue.cancel(false);
        }
    }

    /** The child says where the task stands. */
    void stack(byte[] coded) {
        // As data: objects of the application would run its code on this thread, which other tasks need.
        publishTimeout(FailureCodec.read(coded).plain(), coded.length);
    }

    private void publishTimeout(@Nullable Throwable where, long bytes) {
        // Guard against race of the stack with its absence (timer, worker's death, the task's end): the first one
        // publishes.
        Lease overdue = unpublishedTimeout;
        if (overdue != null && UNPUBLISHED_TIMEOUT.compareAndSet(this, overdue, null)) {
            Throwable failure;
            try {
                failure = timeout(overdue, where);
            } catch (OutOfMemoryError noMemory) {
                failure = noMemory;
            }
            publishFailure(failure, TaskOutcome.TIMEOUT, bytes);
        }
    }

    private TaskTimeoutException timeout(Lease overdue, @Nullable Throwable where) {
        Duration limit = Duration.ofNanos(terms.timeoutNanos());
        boolean isInThisJvm = overdue.worker().pid() == ProcessHandle.current().pid();
        String worker = isInThisJvm
                ? " on a thread of this JVM, which is interrupted and cannot be killed"
                : " on the worker with pid " + overdue.worker().pid() + ", which stops it or is killed";
        String lateBinding = overdue.lateBinding();
        return lateBinding == null
                ? new TaskTimeoutException(
                        label() + " ran longer than its timeout of " + limit + worker,
                        TaskTimeoutException.Phase.RUNNING,
                        limit,
                        where)
                : new TaskTimeoutException(
                        label() + " waited too long for its bean, or the class of its function," + worker
                                + "; what it waited for was not ready " + lateBinding
                                + "; raise worker.startup-timeout if it only needs longer. Its timeout of " + limit
                                + " would have counted from then on",
                        TaskTimeoutException.Phase.PREPARING,
                        pool.startupTimeout(),
                        where);
    }

    /** The time for the child to say where the task stands is over, or it never will. */
    void publishTimeout() {
        publishTimeout(null, 0);
    }

    void progressed(TaskProgress newest) {
        progress().progressed(newest);
        pool.progressed(this);
    }

    private ProgressFeed progress() {
        ProgressFeed feed = progress;
        if (feed == null) {
            synchronized (this) {
                feed = progress;
                if (feed == null) {
                    feed = new ProgressFeed(callbacks());
                    progress = feed;
                }
            }
        }
        return feed;
    }

    @Override
    void listen() {
        Lease current = lease;
        if (current != null && current.isSent()) {
            current.worker().listen(() -> lease == current && current.isSent());
        }
    }

    @Override
    void completed() {
        // No lease sends them any more: each has ended, or was told before that the task is not to start.
        arguments = Payload.NONE;
        jvmState = null;
        pool.answered(this);
    }

    // --- what users do with it ---

    @Override
    public long taskId() {
        return id;
    }

    @Override
    public long workerPid() {
        Lease last = lastStart();
        return last == null ? -1 : last.worker().pid();
    }

    private @Nullable Lease lastStart() {
        Lease last = lease;
        return last == null || !last.hasStarted() ? null : last;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public ProcessTask<T> onProgress(Consumer<? super TaskProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        pool.deputy().run(() -> progress().subscribe(listener));
        return this;
    }

    /** It has ended. */
    void measure(TaskMeter meter) {
        Lease last = lastStart();
        long end = endedNanos;
        // Its turn may come when it has been cancelled already.
        if (last == null || last.startedNanos() - end > 0) {
            meter.ended(pool.name(), end - submittedNanos, -1);
        } else {
            meter.ended(pool.name(), last.startedNanos() - submittedNanos, end - last.startedNanos());
        }
    }

    @Override
    public TaskStatistics statistics() {
        Lease last = lastStart();
        long end = state.isTerminal() ? endedNanos : System.nanoTime();
        long queued = (last == null ? end : last.startedNanos()) - submittedNanos;
        long running = last == null ? 0 : end - last.startedNanos();
        return new TaskStatistics(
                Duration.ofNanos(queued), Duration.ofNanos(running), Duration.ofNanos(cpuNanos), allocatedBytes);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (settle(TaskState.CANCELLED, TaskOutcome.CANCELLED, mayInterruptIfRunning)) {
            completeNow(null, new CancellationException(label() + " was cancelled"));
        }
        return isCancelled();
    }

    @Override
    public boolean complete(T value) {
        return settleByUser(TaskState.ABANDONED, TaskOutcome.ABANDONED, value, null);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        return failure instanceof CancellationException
                ? settleByUser(TaskState.CANCELLED, TaskOutcome.CANCELLED, null, failure)
                : settleByUser(TaskState.ABANDONED, TaskOutcome.ABANDONED, null, failure);
    }

    private boolean settleByUser(
            TaskState terminal, TaskOutcome outcome, @Nullable T value, @Nullable Throwable failure) {
        if (!settle(terminal, outcome, true)) {
            return false;
        }
        completeNow(value, failure);
        return true;
    }

    private boolean settle(TaskState terminal, TaskOutcome outcome, boolean alsoIfRunning) {
        StackRoom.require();
        return pool.deputy().call(() -> {
            boolean won = moveTo(terminal, outcome);
            if (won) {
                stopWork(alsoIfRunning);
            }
            return won;
        });
    }

    private void stopWork(boolean alsoIfRunning) {
        Lease current = lease;
        // After that the outcome matters more, and the work goes on until its own time is over.
        for (int tries = 0; current != null && tries < MOST_TRIES; tries++) {
            try {
                if (alsoIfRunning) {
                    current.cancel(false);
                } else {
                    current.withdraw();
                }
                return;
            } catch (OutOfMemoryError noMemory) {
                pauseWithoutMemory();
            }
        }
    }

    /** Behind its label, of one that may go on in its worker. */
    String howItEnded() {
        return switch (state) {
            case TIMED_OUT -> ", which had timed out,";
            case CANCELLED -> ", which was cancelled,";
            case ABANDONED -> ", whose future its caller had completed,";
            case SUCCEEDED, FAILED -> ", whose future was complete already,";
            case QUEUED, RUNNING -> "";
        };
    }

    /** What it was completed with; null if it has a value, or none yet. */
    @Nullable
    Throwable failure() {
        return isCompletedExceptionally() ? handle((result, failure) -> failure).getNow(null) : null;
    }

    PoolSnapshot.Task snapshot() {
        Lease last = lastStart();
        TaskState now = state;
        Instant submittedAt = Instant.now().minusNanos(System.nanoTime() - submittedNanos);
        Instant startedAt =
                last == null ? null : submittedAt.plusNanos(Math.max(0, last.startedNanos() - submittedNanos));
        ProgressFeed feed = progress;
        return new PoolSnapshot.Task(
                id,
                call.name(),
                now.name(),
                attempt,
                workerPid(),
                submittedAt,
                startedAt,
                feed == null ? null : feed.newest());
    }

    @Override
    String label() {
        return "Task " + id + " (" + call.name() + ") of pool " + pool.name();
    }
}
