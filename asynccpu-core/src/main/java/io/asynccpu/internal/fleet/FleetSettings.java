package io.asynccpu.internal.fleet;

import io.asynccpu.internal.parent.WorkerSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many workers a pool has, when they are replaced, and what each of them is like.
 *
 * @param pool name of the pool
 * @param spareWorkers warm ones beyond those that may have tasks
 * @param memoryBudget most bytes that the children of all pools may take together; 0 for no bound
 * @param maxTasksPerWorker tasks that a worker may start; 0 for no bound
 * @param maxWorkerMemory resident bytes above which a worker is replaced; 0 for no bound
 * @param idleTimeout after which a worker beyond the minimum ends; null for never
 */
public record FleetSettings(
        String pool,
        int minWorkers,
        int maxWorkers,
        int spareWorkers,
        long memoryBudget,
        int maxTasksPerWorker,
        long maxWorkerMemory,
        @Nullable Duration idleTimeout,
        WorkerSettings worker) {

    /** How many workers stay when there is nothing to do. */
    int restingWorkers() {
        return minWorkers + spareWorkers;
    }

    /** The least number of workers with which the pool can work. */
    int leastWorkers() {
        return Math.max(1, minWorkers);
    }
}
