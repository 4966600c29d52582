package io.asynccpu.autoconfigure.executor;

import io.asynccpu.autoconfigure.properties.AsyncCpuProperties;

/** Bean names of pools. */
public final class PoolBeanNames {

    private static final String SUFFIX = "ProcessTaskExecutor";
    private static final String DEFAULT = "processTaskExecutor";

    private PoolBeanNames() {}

    /** {@code processTaskExecutor} for the default pool, {@code <pool>ProcessTaskExecutor} for any other. */
    public static String of(String pool) {
        return pool.equals(AsyncCpuProperties.DEFAULT_POOL) ? DEFAULT : pool + SUFFIX;
    }
}
