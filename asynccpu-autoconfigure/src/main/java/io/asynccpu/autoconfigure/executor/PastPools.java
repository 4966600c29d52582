package io.asynccpu.autoconfigure.executor;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.WorkerUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The pools of one executor that are ending, and the sums of those that have ended: counters go on when a context starts again. Thread-safe. */
final class PastPools {

    // All guarded by this.
    private final List<ProcessTaskPoolExecutor> ending = new ArrayList<>(0);
    private PoolStatistics statistics = PoolStatistics.NONE;
    private Duration processorTime = Duration.ZERO;

    synchronized void add(ProcessTaskPoolExecutor pool) {
        ending.add(pool);
    }

    /** Waits for the end of the pool. */
    void end(ProcessTaskPoolExecutor pool) {
        pool.close();
        PoolStatistics counted = pool.statistics();
        Duration used = pool.usage().processorTime();
        synchronized (this) {
            ending.remove(pool);
            statistics = statistics.plus(counted);
            processorTime = processorTime.plus(used);
        }
    }

    synchronized PoolStatistics statistics() {
        PoolStatistics sum = statistics;
        for (ProcessTaskPoolExecutor each : ending) {
            sum = sum.plus(each.statistics());
        }
        return sum;
    }

    synchronized WorkerUsage usage() {
        WorkerUsage sum = new WorkerUsage(0, processorTime);
        for (ProcessTaskPoolExecutor each : ending) {
            sum = sum.plus(each.usage());
        }
        return sum;
    }
}
