package io.asynccpu.api;

/**
 * A pool at one moment, in numbers only: cheap also where {@link PoolSnapshot} lists a million tasks.
 *
 * @param queued tasks that wait for a worker, or at one for their turn
 * @param running tasks that run
 * @param workers that live, ready or not
 * @param minWorkers that are kept alive
 * @param maxWorkers that may live at a time, without spare ones
 * @param threadsPerWorker tasks that each may run at a time
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

    /** How many more tasks the pool would take now. */
    public long remaining() {
        long places = (long) maxWorkers * threadsPerWorker;
        return Math.max(0, queueCapacity - Math.max(0, queued + running - places));
    }

    /** Of a pool that is not there. */
    public static final PoolLoad NONE = new PoolLoad(0, 0, 0, 0, 0, 0, 0);
}
