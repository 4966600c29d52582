package io.asynccpu.autoconfigure.metrics;

import io.asynccpu.api.PoolLoad;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges of a pool's load. An enum, since for each lambda the JVM makes a class while the application starts. */
enum LoadGauge implements ToDoubleFunction<PooledTaskExecutor> {
    RUNNING("executor.active", "threads", "Tasks that run"),
    QUEUED("executor.queued", "tasks", "Tasks that wait"),
    REMAINING("executor.queue.remaining", "tasks", "Tasks that may still be submitted"),
    SIZE("executor.pool.size", "threads", "Tasks that the workers may run at a time"),
    LEAST_SIZE("executor.pool.core", "threads", "The same, of min-workers"),
    LARGEST_SIZE("executor.pool.max", "threads", "The same, of max-workers"),
    WORKERS("asynccpu.workers", null, "Workers that live, ready or not");

    final String meter;
    final @Nullable String unit;
    final String description;

    LoadGauge(String meter, @Nullable String unit, String description) {
        this.meter = meter;
        this.unit = unit;
        this.description = description;
    }

    @Override
    public double applyAsDouble(PooledTaskExecutor pool) {
        PoolLoad load = pool.load();
        return switch (this) {
            case RUNNING -> load.running();
            case QUEUED -> load.queued();
            case REMAINING -> load.remaining();
            case SIZE -> (double) load.workers() * load.threadsPerWorker();
            case LEAST_SIZE -> (double) load.minWorkers() * load.threadsPerWorker();
            case LARGEST_SIZE -> (double) load.maxWorkers() * load.threadsPerWorker();
            case WORKERS -> load.workers();
        };
    }
}
