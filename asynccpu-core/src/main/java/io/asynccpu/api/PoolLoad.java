package io.asynccpu.api;

/**
 * The load of a pool at one moment, in numbers only: cheap even where {@link PoolSnapshot} would list a million tasks.
 *
 * @param queued tasks that wait for a worker, or on a worker for their turn
 * @param running tasks that run
 * @param workers live workers, ready or not
 * @param minWorkers workers that are kept alive
 * @param maxWorkers the maximum number of live workers, without spare ones
 * @param threadsPerWorker tasks that each worker may run at a time
 * @param queueCapacity how many tasks may wait
 */
public record PoolLoad(
        long queued,
        long running,
        int workers,
        int minWorkers,
        int maxWorkers,
        int threadsPerWorker,
        int queueCapacity) {

    /** How many more tasks the pool would accept now. */
    public long remaining() {
        long places = (long) maxWorkers * threadsPerWorker;
        return Math.max(0, queueCapacity - Math.max(0, queued + running - places));
    }

    /** The load of a pool that does not exist. */
    public static final PoolLoad NONE = new PoolLoad(0, 0, 0, 0, 0, 0, 0);
}
