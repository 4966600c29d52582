package io.asynccpu.internal.task;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.internal.codec.concurrent.StackRoom;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.state.JvmState;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task of a pool, as its users, its queue and its pool have it. Its states are those of {@link TaskLifecycle}, its outcome comes by
 * {@link TaskResolution}, and {@link OutcomeFuture} completes it.
 */
public final class PoolTask<T extends @Nullable Object> extends TaskResolution<T>
        implements Runnable, TaskQueue.Queued<PoolTask<?>> {

    /** What a task tells its pool. */
    public interface Owner {

        /** What keeps tasks waiting, and what to do. */
        String whyTasksWait();

        /** The task has its outcome; called once, before its future is complete. */
        void decided(TaskOutcome outcome);

        /** The task has its outcome and never started, or not again; follows {@link #decided}. */
        void withdrawn(PoolTask<?> task);

        /**
         * The task has failed, except by a cancellation; called before its future is complete.
         *
         * @param bytes of the child of which the failure was made
         */
        void failed(TaskFailure failure, long bytes);

        void progressed(PoolTask<?> task);

        /** The task's future is complete; called once. */
        void completed(PoolTask<?> task);
    }

    private final Owner owner;
    private final TaskQueue.Place<PoolTask<?>> place = new TaskQueue.Place<>();
    /** Empty once the task is over: a kept future must not keep them. */
    private Payload arguments;
    /** As at the submit: later changes are not meant for this task, however long it waits. Null once the task is over. */
    private @Nullable JvmState jvmState;

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

    // --- what the pool hears of it ---

    @Override
    void decided(TaskState previous, TaskOutcome outcome) {
        owner.decided(outcome);
        cancelQueueTimeout();
        if (previous == TaskState.QUEUED) {
            owner.withdrawn(this);
        } else {
            services.outcomes().leave(this);
        }
    }

    @Override
    void failed(TaskFailure failure, long bytes) {
        owner.failed(failure, bytes);
    }

    @Override
    String whyTasksWait() {
        return owner.whyTasksWait();
    }

    @Override
    public void progressed(TaskProgress newest) {
        super.progressed(newest);
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

    @Override
    public ProcessTask<T> onProgress(Consumer<? super TaskProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        services.gate().run(() -> progress().subscribe(listener));
        return this;
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
