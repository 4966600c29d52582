package io.asynccpu.api;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The running task as seen by its own code, in the child JVM or, in {@code in-process} mode, on a thread of the
 * parent's. {@link #current()} works on the task's own thread; pass the object to other threads that need it.
 * Thread-safe.
 */
public abstract class TaskContext {

    private static final ThreadLocal<@Nullable TaskContext> CURRENT = new ThreadLocal<>();

    /** Called by the worker. */
    protected TaskContext() {}

    /**
     * The task that this thread runs.
     *
     * @throws IllegalStateException on a thread that does not run a task in a worker
     */
    public static TaskContext current() {
        return find().orElseThrow(() -> new IllegalStateException("Thread '"
                + Thread.currentThread().getName()
                + "' runs no task of a process pool: call TaskContext.current() on the task's own thread, or use"
                + " TaskContext.find() in code that also runs outside a worker"));
    }

    /** The task that this thread runs, or empty outside a worker. */
    public static Optional<TaskContext> find() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Makes this the task of the calling thread. Called by the worker. */
    protected final void attach() {
        CURRENT.set(this);
    }

    /** Ends {@link #attach()}. Called by the worker. */
    protected final void detach() {
        CURRENT.remove();
    }

    public abstract long taskId();

    /** Name of the pool. */
    public abstract String pool();

    /** 1 for the first start of this task, 2 after its first worker died, and so on. */
    public abstract int attempt();

    /** The rest of the task's timeout, never negative; {@code Duration.ofSeconds(Long.MAX_VALUE)} without one. */
    public abstract Duration remaining();

    /** Whether the task runs on a thread of its parent's JVM, as in tests, so that nothing is isolated. */
    public abstract boolean isInProcess();

    /** Whether the task was cancelled or timed out. */
    public abstract boolean isCancelled();

    /**
     * Reports progress to the parent. Cheap enough for a tight loop: only the latest is sent, at intervals.
     *
     * @param total 0 if unknown
     */
    public abstract void progress(long done, long total, String message);

    /** Runs the action once when the task is cancelled or times out; at once if it already was. */
    public abstract void onCancel(Runnable action);
}
