package io.asynccpu;

import io.asynccpu.api.ProcessTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks of one {@code invokeAll} or {@code invokeAny}, with a common deadline. Used by one thread. */
final class TaskGroup<T> {

    private static final Logger LOG = LoggerFactory.getLogger(TaskGroup.class);

    private final ProcessTaskPoolExecutor executor;
    private final List<Callable<T>> callables;
    private final long timeout;
    private final TimeUnit unit;
    private final long deadline;

    TaskGroup(
            ProcessTaskPoolExecutor executor,
            Collection<? extends Callable<T>> callables,
            long timeout,
            TimeUnit unit) {
        this.executor = executor;
        this.timeout = timeout;
        this.unit = unit;
        this.deadline = System.nanoTime() + Math.max(0, unit.toNanos(timeout));
        this.callables = List.copyOf(callables);
    }

    /** Cancels all tasks when the deadline passes, or a task cannot be submitted, before the last of them has ended. */
    List<Future<T>> all() throws InterruptedException {
        List<Future<T>> futures = new ArrayList<>(callables.size());
        boolean complete = false;
        try {
            for (Callable<T> callable : callables) {
                futures.add(remaining() > 0 ? executor.submit(callable) : notStarted());
            }
            for (Future<T> future : futures) {
                awaitEnd(future);
            }
            complete = true;
            return futures;
        } catch (TimeoutException e) {
            return futures;
        } finally {
            if (!complete) {
                futures.forEach(future -> future.cancel(true));
            }
        }
    }

    /**
     * Result of the first task that succeeds; the others are cancelled.
     *
     * @throws ExecutionException with the failure of the last task, if none succeeds
     */
    T any() throws InterruptedException, ExecutionException, TimeoutException {
        if (callables.isEmpty()) {
            throw new IllegalArgumentException("invokeAny needs at least one task");
        }
        BlockingQueue<ProcessTask<T>> ended = new LinkedBlockingQueue<>();
        List<ProcessTask<T>> submitted = new ArrayList<>(callables.size());
        try {
            for (Callable<T> callable : callables) {
                if (remaining() <= 0) {
                    break;
                }
                ProcessTask<T> task = executor.submit(callable);
                submitted.add(task);
                var unused = task.whenComplete((result, failure) -> ended.add(task));
            }
            ExecutionException last = null;
            for (int i = 0; i < callables.size(); i++) {
                ProcessTask<T> task = ended.poll(remaining(), TimeUnit.NANOSECONDS);
                if (task == null) {
                    throw new TimeoutException("No task succeeded within " + timeout + " " + unit);
                }
                try {
                    return task.get();
                } catch (ExecutionException e) {
                    last = e;
                } catch (CancellationException e) {
                    last = new ExecutionException(e);
                }
            }
            throw last == null ? new ExecutionException(new IllegalStateException("No task ended")) : last;
        } finally {
            submitted.forEach(task -> task.cancel(true));
        }
    }

    private long remaining() {
        return deadline - System.nanoTime();
    }

    private static <T> Future<T> notStarted() {
        CompletableFuture<T> future = new CompletableFuture<>();
        future.cancel(false);
        return future;
    }

    private void awaitEnd(Future<T> future) throws InterruptedException, TimeoutException {
        try {
            future.get(Math.max(0, remaining()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException ended) {
            LOG.trace("A task of invokeAll did not succeed", ended);
        }
    }
}
