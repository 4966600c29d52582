package io.asynccpu.api;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs, or will run, in a child JVM. Completes exactly once: with the result, the task's own exception, a
 * {@link ProcessTaskException} or by cancellation.
 *
 * <p>{@code cancel(true)} completes the future at once and stops the work: a queued task never starts; a running one
 * is interrupted and, if it does not end within the pool's cancel grace period, its worker is killed.
 * {@code cancel(false)} lets a running task finish and drops what it returns. Thread-safe; dependent stages never run
 * on a thread that the pool needs.
 *
 * <p>Keeps the rules of {@code CompletableFuture}, with these differences:
 *
 * <ul>
 *   <li>{@link #obtrudeValue} and {@link #obtrudeException} are not supported: they would replace an outcome that the pool
 *       has counted, told its listeners and answered for.
 *   <li>Dependent stages are plain {@code CompletableFuture}s, since they are no tasks. As for all of them, cancelling one
 *       does not cancel what it depends on.
 *   <li>Between the end of a task's time and the answer of its worker where it stood, a bounded time, the task is not done
 *       yet, but {@code cancel} and {@code complete} return false: the outcome is decided.
 * </ul>
 *
 * <p>A task that <em>throws</em> a {@code CancellationException} has failed and is not cancelled: {@code get()} throws an
 * {@code ExecutionException} with it, and dependent stages see it in a {@code CompletionException}, as with
 * {@code supplyAsync}. The user's own {@code complete}, {@code completeExceptionally}, {@code completeAsync},
 * {@code orTimeout} and {@code completeOnTimeout} stop the work as {@code cancel(true)} does, and are neither the task's
 * failure nor its success: {@link TaskOutcome#ABANDONED}.
 */
public abstract class ProcessTask<T extends @Nullable Object> extends CompletableFuture<T> {

    /** For the pool. */
    protected ProcessTask() {}

    /** For the body of a method that returns a {@code ProcessTask}: a task that has ended with the value, in this JVM. */
    public static <T extends @Nullable Object> ProcessTask<T> completed(T value) {
        ProcessTask<T> task = new CompletedTask<>();
        task.complete(value);
        return task;
    }

    /** Number of the task, unique within the parent JVM. */
    public abstract long taskId();

    /** Process id of the worker that has, or last had, the task; -1 while no worker has had it. */
    public abstract long workerPid();

    /** How often the task has been started; 0 while it waits for its first worker. */
    public abstract int attempt();

    /**
     * Calls the listener with the newest progress, one call at a time, skipping what it was too slow for. A listener
     * that comes late gets the newest progress at once.
     */
    public abstract ProcessTask<T> onProgress(Consumer<? super TaskProgress> listener);

    public abstract TaskStatistics statistics();
}
