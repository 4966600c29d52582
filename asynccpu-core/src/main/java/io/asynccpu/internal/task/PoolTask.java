package io.asynccpu.internal.task;

import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.concurrent.StackRoom;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.state.JvmState;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A task of a pool, as its users, its queue and its pool have it: how it gets its outcome from its worker, from the worker's death, from
 * its timeouts, from its users and from the pool's end.
 *
 * <p>Shared state beside that of {@link TaskLifecycle}: {@code unpublishedTimeout}, which the stack of a task that ran too long and its
 * absence (timer, worker death, the task's end) take by one compare-and-set.
 */
public final class PoolTask<T extends @Nullable Object> extends TaskLifecycle<T>
        implements Reading.Recipient, Runnable, TaskQueue.Queued<PoolTask<?>> {

    /** The pool, as its tasks see it. */
    public interface Owner {

        /** What keeps tasks waiting, and what to do. */
        String whyTasksWait();

        /** The task has its outcome and never started, or not again. */
        void withdrawn(PoolTask<?> task);

        void progressed(PoolTask<?> task);

        /** The task's future is complete; called once. */
        void completed(PoolTask<?> task);
    }

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<PoolTask, Assignment> UNPUBLISHED_TIMEOUT =
            AtomicReferenceFieldUpdater.newUpdater(PoolTask.class, Assignment.class, "unpublishedTimeout");

    private final Owner owner;
    private final TaskQueue.Place<PoolTask<?>> place = new TaskQueue.Place<>();
    /** Empty once the task is over: a kept future must not keep them. */
    private Payload arguments;
    /** As at the submit: later changes are not meant for this task, however long it waits. Null once the task is over. */
    private @Nullable JvmState jvmState;

    /** Where the task ran too long, while the child is to say where it stands; null otherwise. */
    private volatile @Nullable Assignment unpublishedTimeout;

    public PoolTask(
            long id,
            CallSpec call,
            Payload arguments,
            TaskTerms terms,
            JvmState jvmState,
            Owner owner,
            TaskServices services) {
        super(id, call, terms, services);
        this.arguments = arguments;
        this.jvmState = jvmState;
        this.owner = owner;
    }

    public Payload arguments() {
        return arguments;
    }

    public @Nullable JvmState jvmState() {
        return jvmState;
    }

    @Override
    public TaskQueue.Place<PoolTask<?>> place() {
        return place;
    }

    // --- what the worker says ---

    /** The child's answer. */
    public void finish(Message.TaskEnd end) {
        used(end);
        publishTimeout();
        try {
            // It has ended at its last assignment.
            services.outcomes().read(end, call(), Objects.requireNonNull(assignment()), this);
        } catch (RuntimeException | Error e) {
            // The worker does not have the task any more, so its death would not answer for it.
            fail(e);
            throw e;
        }
    }

    @Override
    public void wasRead(@Nullable Object read, @Nullable Throwable failure, long bytes) {
        if (failure != null) {
            fail(failure, TaskOutcome.FAILURE, bytes);
        } else if (endFromAny(TaskState.SUCCEEDED, TaskOutcome.SUCCESS)) {
            @SuppressWarnings("unchecked") // The codec gives what the result type of the call declares.
            T result = (T) read;
            publish(result, null);
        }
    }

    /** The task's worker died, and the task must not start again. */
    public void crashed(WorkerCrashedException death) {
        fail(death, TaskOutcome.WORKER_DIED, outputWithEarlierDeaths(death));
    }

    /** There is no worker for the task. */
    public void notStarted(WorkerStartException failure) {
        fail(
                failure,
                TaskOutcome.WORKER_NOT_STARTED,
                String.valueOf(failure.getMessage()).length());
    }

    /** For a reason of this JVM. */
    @Override
    public void fail(Throwable failure) {
        fail(failure, TaskOutcome.FAILURE, 0);
    }

    private void fail(Throwable failure, TaskOutcome outcome, long bytes) {
        publishTimeout();
        if (endFromAny(TaskState.FAILED, outcome)) {
            publishFailure(failure, outcome, bytes);
        }
    }

    /**
     * A thread that gets the exception finds it in the pool's list of failures, too.
     *
     * @param bytes of the child of which it was made
     */
    private void publishFailure(Throwable failure, TaskOutcome outcome, long bytes) {
        try {
            Instant now = Instant.now();
            TaskFailure listed = new TaskFailure(taskId(), name(), workerPid(), attempt(), now, outcome, failure);
            services.failures().add(listed, bytes);
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

    @Override
    public Future<?> future() {
        return this;
    }

    // --- its timeouts ---

    @Override
    final void queueTimeout() {
        // Guard against race with start(): only a task that still waits may time out here.
        if (endFrom(TaskState.QUEUED, TaskState.TIMED_OUT, TaskOutcome.TIMEOUT)) {
            Throwable failure;
            try {
                stopWork(true);
                failure = Timeouts.queued(label(), terms().queueTimeoutNanos(), owner.whyTasksWait());
            } catch (OutOfMemoryError noMemory) {
                failure = noMemory;
            }
            publishFailure(failure, TaskOutcome.TIMEOUT, 0);
        }
    }

    @Override
    public void readingTimeout(@Nullable Throwable where) {
        if (endFrom(TaskState.RUNNING, TaskState.TIMED_OUT, TaskOutcome.TIMEOUT)) {
            Throwable failure;
            try {
                failure = Timeouts.reading(label(), terms().timeoutNanos(), where);
            } catch (OutOfMemoryError noMemory) {
                failure = noMemory;
            }
            publishFailure(failure, TaskOutcome.TIMEOUT, 0);
        }
    }

    /** The task runs too long. The future completes when the child has said where the task stands, or a bounded time later. */
    public void runTimeout(Assignment overdue) {
        if (transition(TaskState.RUNNING, TaskState.TIMED_OUT)) {
            unpublishedTimeout = overdue;
            left(TaskState.RUNNING, TaskOutcome.TIMEOUT);
        }
        // Else cancelled without an interrupt: no thread waits for the task any more, but its time is over all the
        // same.
        if (unpublishedTimeout == overdue) {
            overdue.cancel(true);
            services.timer().after(services.stackTimeout().toNanos(), this::publishTimeout);
        } else {
            overdue.cancel(false);
        }
    }

    /** The child says where the task stands. */
    public void stack(byte[] coded) {
        // As data: objects of the application would run its code on this thread, which other tasks need.
        publishTimeout(FailureCodec.read(coded).plain(), coded.length);
    }

    /** The time for the child to say where the task stands is over, or it never will. */
    public void publishTimeout() {
        publishTimeout(null, 0);
    }

    private void publishTimeout(@Nullable Throwable where, long bytes) {
        // Guard against race of the stack with its absence (timer, worker's death, the task's end): the first one
        // publishes.
        Assignment overdue = unpublishedTimeout;
        if (overdue != null && UNPUBLISHED_TIMEOUT.compareAndSet(this, overdue, null)) {
            Throwable failure;
            try {
                failure = Timeouts.running(label(), terms().timeoutNanos(), services.startupTimeout(), overdue, where);
            } catch (OutOfMemoryError noMemory) {
                failure = noMemory;
            }
            publishFailure(failure, TaskOutcome.TIMEOUT, bytes);
        }
    }

    // --- what the pool hears of it ---

    @Override
    void decided(TaskState previous, TaskOutcome outcome) {
        // Before the future is complete: a thread that has the result sees the task counted.
        services.counts().count(outcome);
        cancelQueueTimeout();
        if (previous == TaskState.QUEUED) {
            owner.withdrawn(this);
        } else {
            services.readings().leave(this);
        }
    }

    /** The child says how far the task has come. */
    public void progressed(TaskProgress newest) {
        progress().progressed(newest);
        owner.progressed(this);
    }

    @Override
    void completed() {
        // No assignment sends them any more: each has ended, or was told before that the task is not to start.
        arguments = Payload.NONE;
        jvmState = null;
        owner.completed(this);
    }

    // --- what users do with it ---

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (endByUser(TaskState.CANCELLED, TaskOutcome.CANCELLED, mayInterruptIfRunning)) {
            completeNow(null, new CancellationException(label() + " was cancelled"));
        }
        return isCancelled();
    }

    @Override
    public boolean complete(T value) {
        boolean won = endByUser(TaskState.ABANDONED, TaskOutcome.ABANDONED, true);
        if (won) {
            completeNow(value, null);
        }
        return won;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        boolean won = failure instanceof CancellationException
                ? endByUser(TaskState.CANCELLED, TaskOutcome.CANCELLED, true)
                : endByUser(TaskState.ABANDONED, TaskOutcome.ABANDONED, true);
        if (won) {
            completeNow(null, failure);
        }
        return won;
    }

    private boolean endByUser(TaskState end, TaskOutcome outcome, boolean alsoIfRunning) {
        StackRoom.require();
        return services.gate().call(() -> {
            boolean won = endFromAny(end, outcome);
            if (won) {
                stopWork(alsoIfRunning);
            }
            return won;
        });
    }

    // --- the end of the pool ---

    /**
     * Cancels the task, as the pool ends. Unlike {@link #cancel} it keeps users' stages, which may block, off the calling thread.
     *
     * @return whether the task had not begun and does not begin now
     */
    @Override
    public boolean endWithPool() {
        boolean won = endFromAny(TaskState.CANCELLED, TaskOutcome.CANCELLED);
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
        return won && attempt() == 0 && lastStart() == null;
    }

    /** For {@code shutdownNow}: the runnable that was submitted. */
    public Runnable runnable() {
        Runnable given = terms().given();
        return given == null ? this : given;
    }

    /** Does nothing: the task was cancelled before it is handed out as a runnable. */
    @Override
    public void run() {}
}
