package io.asynccpu.api;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs, or will run, in a child JVM. Completes exactly once: with the result, the task's own exception, a
 * {@link ProcessTaskException} or by cancellation.
 *
 * <p>{@code cancel(true)} completes the future at once and stops the work: a queued task never starts; a running one is
 * interrupted and, if it does not end within the pool's cancel grace period, its worker is killed.
 * {@code cancel(false)} lets a running task finish and discards its result. Thread-safe; dependent stages never run on
 * a thread that the pool needs.
 *
 * <p>Follows the rules of {@code CompletableFuture}, with these differences:
 *
 * <ul>
 *   <li>{@link #obtrudeValue} and {@link #obtrudeException} are not supported: they would replace an outcome that the
 *       pool has already counted and reported.
 *   <li>Dependent stages are plain {@code CompletableFuture}s, since they are not tasks. As with every future,
 *       cancelling one does not cancel the future that it depends on.
 *   <li>After a timeout the worker is asked, for a bounded time, where the task stood. Until then the task is not done,
 *       but {@code cancel} and {@code complete} return false, since the outcome is decided.
 * </ul>
 *
 * <p>A task that <em>throws</em> a {@code CancellationException} has failed and is not cancelled: {@code get()} throws
 * an {@code ExecutionException} with it, and dependent stages receive it in a {@code CompletionException}, as with
 * {@code supplyAsync}. The caller's own {@code complete}, {@code completeExceptionally}, {@code completeAsync},
 * {@code orTimeout} and {@code completeOnTimeout} stop the work as {@code cancel(true)} does, and count neither as a
 * failure nor as a success of the task: {@link TaskOutcome#ABANDONED}.
 */
public abstract class ProcessTask<T extends @Nullable Object> extends CompletableFuture<T> {

    /** Called by the pool. */
    protected ProcessTask() {}

    /**
     * Creates a task that has completed with the value in this JVM, for the body of a method that returns a
     * {@code ProcessTask}.
     */
    public static <T extends @Nullable Object> ProcessTask<T> completed(T value) {
        ProcessTask<T> task = new CompletedTask<>();
        task.complete(value);
        return task;
    }

    /** Number of the task, unique within the parent JVM. */
    public abstract long taskId();

    /** Process id of the worker that has, or last had, the task; -1 if it has had none. */
    public abstract long workerPid();

    /** How often the task has been started; 0 while it waits for its first worker. */
    public abstract int attempt();

    /**
     * Calls the listener with the latest progress, one call at a time; progress that arrives during a call is skipped
     * except for the latest. A listener that is added later receives the latest progress at once.
     */
    public abstract ProcessTask<T> onProgress(Consumer<? super TaskProgress> listener);

    public abstract TaskStatistics statistics();
}
