package io.asynccpu.autoconfigure.properties;

import io.asynccpu.api.WorkerConfigurer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/** Keys of one pool; at the top level the defaults of all pools. What is null is left to the pool's builder. */
public class PoolProperties extends TaskProperties {

    /** Where tasks run. */
    public enum Mode {
        /** In child JVMs. */
        PROCESS,
        /** On threads of this JVM, with the same serialization, limits and timeouts; for tests and breakpoints. */
        IN_PROCESS
    }

    /** Where tasks run: in child JVMs, or on threads of this one for tests and breakpoints. */
    private Mode mode = Mode.PROCESS;

    /** Most workers alive at a time; the number of processors if not set. */
    private @Nullable Integer maxWorkers;

    /** Workers that are started at once and kept alive; the others start when they are needed. */
    private @Nullable Integer minWorkers;

    /** Warm workers in waiting, beyond max-workers; a killed worker is replaced by one of them. */
    private @Nullable Integer spareWorkers;

    /** How many tasks a worker runs at a time; a killed task takes its neighbors along. */
    private @Nullable Integer threadsPerWorker;

    /** How many tasks may wait for a worker; one more is rejected. No bound if not set. */
    private @Nullable Integer queueCapacity;

    /** Most memory that the workers of all pools may take together when this pool starts one; 0 is no bound. */
    private @Nullable DataSize memoryBudget;

    /** How many tasks a worker may start before a fresh one takes its place; 0 is no bound. */
    private @Nullable Integer maxTasksPerWorker;

    /** Resident memory above which a worker is replaced when it has no task; 0 is no bound. */
    private @Nullable DataSize maxWorkerMemory;

    /** After which time without a task a worker beyond min-workers ends. Never if not set. */
    private @Nullable Duration idleTimeout;

    /** Whether a context shutdown cancels all tasks at once instead of letting them finish. */
    private @Nullable Boolean cancelTasksWhenShutdown;

    /** How long a context shutdown lets tasks finish before it cancels them, also those whose results are just being made into objects; must be below "spring.lifecycle.timeout-per-shutdown-phase". By default 20s, or two thirds of that if that is less. */
    private @Nullable Duration shutdownGracePeriod;

    /** Class that prepares each worker before its first task. */
    private @Nullable Class<? extends WorkerConfigurer> workerConfigurer;

    /** How long a worker may be silent, and use no processor time either, before it counts as frozen and is killed; 0 is for ever. */
    private @Nullable Duration silenceTimeout;

    /** How long a worker may go on after SIGTERM before it gets SIGKILL, with all that it started. */
    private @Nullable Duration killGracePeriod;

    @NestedConfigurationProperty
    private final WorkerProperties worker = new WorkerProperties();

    public Mode getMode() {
        return mode;
    }

    public void setMode(Mode mode) {
        this.mode = mode;
    }

    public @Nullable Integer getMaxWorkers() {
        return maxWorkers;
    }

    public void setMaxWorkers(@Nullable Integer maxWorkers) {
        this.maxWorkers = maxWorkers;
    }

    public @Nullable Integer getMinWorkers() {
        return minWorkers;
    }

    public void setMinWorkers(@Nullable Integer minWorkers) {
        this.minWorkers = minWorkers;
    }

    public @Nullable Integer getSpareWorkers() {
        return spareWorkers;
    }

    public void setSpareWorkers(@Nullable Integer spareWorkers) {
        this.spareWorkers = spareWorkers;
    }

    public @Nullable Integer getThreadsPerWorker() {
        return threadsPerWorker;
    }

    public void setThreadsPerWorker(@Nullable Integer threadsPerWorker) {
        this.threadsPerWorker = threadsPerWorker;
    }

    public @Nullable Integer getQueueCapacity() {
        return queueCapacity;
    }

    public void setQueueCapacity(@Nullable Integer queueCapacity) {
        this.queueCapacity = queueCapacity;
    }

    public @Nullable DataSize getMemoryBudget() {
        return memoryBudget;
    }

    public void setMemoryBudget(@Nullable DataSize memoryBudget) {
        this.memoryBudget = memoryBudget;
    }

    public @Nullable Integer getMaxTasksPerWorker() {
        return maxTasksPerWorker;
    }

    public void setMaxTasksPerWorker(@Nullable Integer maxTasksPerWorker) {
        this.maxTasksPerWorker = maxTasksPerWorker;
    }

    public @Nullable DataSize getMaxWorkerMemory() {
        return maxWorkerMemory;
    }

    public void setMaxWorkerMemory(@Nullable DataSize maxWorkerMemory) {
        this.maxWorkerMemory = maxWorkerMemory;
    }

    public @Nullable Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(@Nullable Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public @Nullable Boolean getCancelTasksWhenShutdown() {
        return cancelTasksWhenShutdown;
    }

    public void setCancelTasksWhenShutdown(@Nullable Boolean cancelTasksWhenShutdown) {
        this.cancelTasksWhenShutdown = cancelTasksWhenShutdown;
    }

    public @Nullable Duration getShutdownGracePeriod() {
        return shutdownGracePeriod;
    }

    public void setShutdownGracePeriod(@Nullable Duration shutdownGracePeriod) {
        this.shutdownGracePeriod = shutdownGracePeriod;
    }

    public @Nullable Class<? extends WorkerConfigurer> getWorkerConfigurer() {
        return workerConfigurer;
    }

    public void setWorkerConfigurer(@Nullable Class<? extends WorkerConfigurer> workerConfigurer) {
        this.workerConfigurer = workerConfigurer;
    }

    public @Nullable Duration getSilenceTimeout() {
        return silenceTimeout;
    }

    public void setSilenceTimeout(@Nullable Duration silenceTimeout) {
        this.silenceTimeout = silenceTimeout;
    }

    public @Nullable Duration getKillGracePeriod() {
        return killGracePeriod;
    }

    public void setKillGracePeriod(@Nullable Duration killGracePeriod) {
        this.killGracePeriod = killGracePeriod;
    }

    public WorkerProperties getWorker() {
        return worker;
    }
}
