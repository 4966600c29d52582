package io.asynccpu.autoconfigure.metrics;

import io.asynccpu.api.PoolStatistics;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Counters of a pool's statistics without further tags. An enum for the same reason as {@link LoadGauge}. */
enum StatisticsCounter implements ToDoubleFunction<PooledTaskExecutor> {
    COMPLETED("executor.completed", "tasks", "Tasks that ended, in whatever way"),
    STARTED("asynccpu.workers.started", null, "Starts of workers that were begun"),
    RECYCLED("asynccpu.workers.recycled", null, "Workers that ended after their share of tasks or memory"),
    RETIRED("asynccpu.workers.retired", null, "Workers that ended because nobody needed them"),
    SENT("asynccpu.channel.sent", "bytes", "Bytes sent to workers"),
    RECEIVED("asynccpu.channel.received", "bytes", "Bytes received from workers");

    final String meter;
    final @Nullable String unit;
    final String description;

    StatisticsCounter(String meter, @Nullable String unit, String description) {
        this.meter = meter;
        this.unit = unit;
        this.description = description;
    }

    @Override
    public double applyAsDouble(PooledTaskExecutor pool) {
        PoolStatistics statistics = pool.statistics();
        return switch (this) {
            case COMPLETED -> statistics.completed();
            case STARTED -> statistics.workers().started();
            case RECYCLED -> statistics.workers().recycled();
            case RETIRED -> statistics.workers().retired();
            case SENT -> statistics.bytesSent();
            case RECEIVED -> statistics.bytesReceived();
        };
    }
}
