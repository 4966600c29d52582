package io.asynccpu.pool;

import io.asynccpu.fleet.FleetSettings;
import io.asynccpu.supervisor.WorkerSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is like. Null durations mean no bound.
 *
 * @param retryDelay how long a task waits after its first worker died under it; twice as long after each further one
 * @param shutdownGracePeriod how long {@code close()} lets tasks finish before it cancels them, and a shutdown lets an outcome be read,
 *     but that for 5 s at least
 */
public record PoolSettings(
        String name,
        Size size,
        int queueCapacity,
        boolean cancelTasksWhenShutdown,
        @Nullable Duration timeout,
        @Nullable Duration queueTimeout,
        int maxAttempts,
        Duration retryDelay,
        Ladder ladder,
        @Nullable Duration shutdownGracePeriod,
        Recycling recycling,
        WorkerSettings worker) {

    /** What concerns the workers. */
    FleetSettings fleet() {
        return new FleetSettings(
                name,
                size.minWorkers(),
                size.maxWorkers(),
                size.spareWorkers(),
                size.memoryBudget(),
                recycling.maxTasksPerWorker(),
                recycling.maxWorkerMemory(),
                recycling.idleTimeout(),
                worker);
    }

    /**
     * How many workers.
     *
     * @param spareWorkers warm ones beyond those that may have tasks
     * @param memoryBudget most bytes that the children of all pools may take together; 0 for no bound
     */
    public record Size(int minWorkers, int maxWorkers, int spareWorkers, long memoryBudget) {}

    /**
     * How long each rung of stopping a task may take before the next, harder one.
     *
     * @param cancelGracePeriod for the task, once it was interrupted
     * @param stackTimeout for the child to say where a task stands that ran too long
     * @param neighborGracePeriod for other tasks on the same worker, which is killed after it
     */
    public record Ladder(Duration cancelGracePeriod, Duration stackTimeout, Duration neighborGracePeriod) {}

    /**
     * When a worker is replaced by a fresh one.
     *
     * @param maxTasksPerWorker tasks that it may start; 0 for no bound
     * @param maxWorkerMemory resident bytes above which it is replaced once it is idle; 0 for no bound
     * @param idleTimeout after which a worker beyond the minimum ends; null for never
     */
    public record Recycling(
            int maxTasksPerWorker,
            long maxWorkerMemory,
            @Nullable Duration idleTimeout) {}
}
