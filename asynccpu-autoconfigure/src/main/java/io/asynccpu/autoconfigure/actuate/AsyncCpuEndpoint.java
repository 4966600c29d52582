package io.asynccpu.autoconfigure.actuate;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.DumpFailedException;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Endpoint with the process pools, their workers and tasks and, if {@code management.endpoint.asynccpu.access} is {@code
 * unrestricted}, with operations on them. The answer for an unknown pool, list or item is 404, that for an operation on it 400.
 * Never waits for a child, except for a dump, which only a child can make: 10 s at most, and 5 min for one of the heap.
 */
@Endpoint(id = "asynccpu", defaultAccess = Access.READ_ONLY)
public class AsyncCpuEndpoint {

    private static final int USUAL_SIZE = 50;
    private static final int LARGEST_SIZE = 500;

    private final List<PooledTaskExecutor> executors;

    public AsyncCpuEndpoint(Collection<PooledTaskExecutor> executors) {
        this.executors = List.copyOf(executors);
    }

    // --- read operations ---

    /** All pools that are not stopped. */
    @ReadOperation
    public Map<String, List<PoolView>> pools() {
        return Map.of(
                "pools",
                executors.stream()
                        .map(PooledTaskExecutor::current)
                        .filter(Objects::nonNull)
                        .map(PoolView::of)
                        .toList());
    }

    /** One pool; null, which is a 404, if there is none of that name or it is stopped. */
    @ReadOperation
    public @Nullable PoolView pool(@Selector String pool) {
        ProcessTaskPoolExecutor found = find(pool);
        return found == null ? null : PoolView.of(found);
    }

    /**
     * Page of a pool's list {@code queued}, {@code running} or {@code failures}; null, which is a 404, if there is no such pool
     * or list.
     *
     * @param page from 0; 0 if not given
     * @param size from 1 to 500; 50 if not given
     */
    @ReadOperation
    public @Nullable PageView list(
            @Selector String pool, @Selector String list, @Nullable Integer page, @Nullable Integer size) {
        ProcessTaskPoolExecutor found = find(pool);
        if (found == null) {
            return null;
        }
        int number = page == null ? 0 : page;
        int most = size == null ? USUAL_SIZE : size;
        if (number < 0 || most < 1 || most > LARGEST_SIZE) {
            throw refused("page must not be negative and size must be from 1 to " + LARGEST_SIZE + ", but page is "
                    + number + " and size is " + most);
        }
        int from = (int) Math.min((long) number * most, Integer.MAX_VALUE);
        return switch (list) {
            case "queued" ->
                new PageView(
                        pool,
                        list,
                        number,
                        most,
                        found.snapshot().queued(),
                        found.queuedTasks(from, most).stream()
                                .map(PoolView.Task::of)
                                .toList());
            case "running" -> {
                // Without tasks that wait at a worker for their turn.
                List<PoolSnapshot.Task> all = found.snapshot().runningTasks().stream()
                        .filter(task -> !task.state().equals("QUEUED"))
                        .toList();
                yield PageView.of(pool, list, number, most, all, PoolView.Task::of);
            }
            case "failures" -> PageView.of(pool, list, number, most, found.recentFailures(), FailureView::of);
            default -> null;
        };
    }

    // --- write operations ---

    /**
     * Pauses the pool or ends its pause, resizes it, or both.
     *
     * @param paused null to leave it as it is
     * @param maxWorkers null to leave it as it is
     */
    @WriteOperation
    public PoolView operatePool(@Selector String pool, @Nullable Boolean paused, @Nullable Integer maxWorkers) {
        ProcessTaskPoolExecutor found = require(pool);
        if (paused == null && maxWorkers == null) {
            throw refused("Nothing is to be done to pool " + pool + ": say paused (true or false), or maxWorkers");
        }
        // First, since only this may be refused; the pause is unchanged then.
        if (maxWorkers != null) {
            resize(found, maxWorkers);
        }
        if (paused != null && paused) {
            found.pause();
        } else if (paused != null) {
            found.resume();
        }
        return PoolView.of(found);
    }

    private static void resize(ProcessTaskPoolExecutor pool, int maxWorkers) {
        try {
            pool.resize(maxWorkers);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Recycles a worker, or requests a dump of it: {@code kind} is {@code workers}, {@code operation} is {@code recycle},
     * {@code threads} or {@code heap}.
     *
     * @return the dump; null after a recycling
     */
    @WriteOperation
    public @Nullable DumpView operateWorker(
            @Selector String pool, @Selector String kind, @Selector int id, String operation) {
        ProcessTaskPoolExecutor found = require(pool);
        requireKind("workers", kind);
        return switch (operation) {
            case "recycle" -> {
                recycle(found, pool, id);
                yield null;
            }
            case "threads" -> DumpView.OfThreads.of(await(found.threadDump(id)));
            case "heap" -> DumpView.OfHeap.of(await(found.heapDump(id)));
            default ->
                throw refused(
                        "There is no operation " + operation + " of a worker; there are recycle, threads and heap");
        };
    }

    private static void recycle(ProcessTaskPoolExecutor found, String pool, int id) {
        if (!found.recycleWorker(id)) {
            throw refused(
                    "Pool " + pool + " has no worker " + id + " that could be recycled; it may be on its way out");
        }
    }

    /** Bounded by the pool. */
    private static <T> T await(CompletableFuture<T> dump) {
        try {
            return dump.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DumpFailedException failed) {
                throw refused(String.valueOf(failed.getMessage()));
            }
            throw e;
        }
    }

    /**
     * Cancels a task, waiting or running: {@code kind} is {@code tasks}.
     *
     * @return null. With a void method it would be a different operation from that of {@link AsyncCpuReactiveExtension}, and
     *     both would exist
     */
    @DeleteOperation
    public @Nullable Object cancel(@Selector String pool, @Selector String kind, @Selector long id) {
        ProcessTaskPoolExecutor found = require(pool);
        requireKind("tasks", kind);
        if (!found.cancel(id)) {
            throw refused("Pool " + pool + " has no task " + id + "; it may have ended");
        }
        return null;
    }

    private @Nullable ProcessTaskPoolExecutor find(String pool) {
        return executors.stream()
                .filter(executor -> executor.name().equals(pool))
                .findFirst()
                .map(PooledTaskExecutor::current)
                .orElse(null);
    }

    private ProcessTaskPoolExecutor require(String pool) {
        ProcessTaskPoolExecutor found = find(pool);
        if (found == null) {
            throw refused("There is no process pool " + pool + ", or it is stopped");
        }
        return found;
    }

    private static void requireKind(String required, String kind) {
        if (!kind.equals(required)) {
            throw refused("There are no " + kind + " to operate; there are " + required);
        }
    }

    private static InvalidEndpointRequestException refused(String reason) {
        return new InvalidEndpointRequestException(reason, reason);
    }
}
