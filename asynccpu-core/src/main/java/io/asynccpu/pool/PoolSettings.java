package io.asynccpu.pool;

import io.asynccpu.supervisor.WorkerSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is like. Null durations mean no bound.
 *
 * @param cancelGracePeriod how long a cancelled task may go on before its worker is killed
 * @param shutdownGracePeriod how long {@code close()} lets tasks finish before it cancels them
 */
public record PoolSettings(
        String name,
        int minWorkers,
        int maxWorkers,
        int queueCapacity,
        boolean cancelTasksWhenShutdown,
        @Nullable Duration timeout,
        @Nullable Duration queueTimeout,
        int maxAttempts,
        Duration cancelGracePeriod,
        @Nullable Duration shutdownGracePeriod,
        WorkerSettings worker) {}
