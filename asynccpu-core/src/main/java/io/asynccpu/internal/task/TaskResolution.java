package io.asynccpu.internal.task;

import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.protocol.Message;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * How a task gets its outcome from its worker, from the worker's death and from its timeouts.
 *
 * <p>Shared state beside that of {@link TaskLifecycle}: {@code unpublishedTimeout}, which the stack of a task that ran too long and its
 * absence (timer, worker death, the task's end) take by one compare-and-set.
 */
abstract class TaskResolution<T extends @Nullable Object> extends TaskLifecycle<T> implements Reading.Recipient {

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<TaskResolution, Assignment> UNPUBLISHED_TIMEOUT =
            AtomicReferenceFieldUpdater.newUpdater(TaskResolution.class, Assignment.class, "unpublishedTimeout");

    /** Where the task ran too long, while the child is to say where it stands; null otherwise. */
    private volatile @Nullable Assignment unpublishedTimeout;

    TaskResolution(long id, CallSpec call, TaskTerms terms, TaskServices services) {
        super(id, call, terms, services);
    }

    /** What keeps tasks waiting, and what to do. */
    abstract String whyTasksWait();

    /** The task has failed, except by a cancellation; called before the future is complete. */
    abstract void failed(TaskFailure failure, long bytes);

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
            failed(new TaskFailure(taskId(), name(), workerPid(), attempt(), Instant.now(), outcome, failure), bytes);
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
                failure = Timeouts.queued(label(), terms().queueTimeoutNanos(), whyTasksWait());
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
}
