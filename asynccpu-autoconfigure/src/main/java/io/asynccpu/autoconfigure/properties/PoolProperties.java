package io.asynccpu.autoconfigure.properties;

import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.Sandbox;
import io.asynccpu.api.WorkerConfigurer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/** Properties of one pool; at the top level the defaults of all pools. */
public class PoolProperties extends TaskProperties {

    /** Where tasks run. */
    public enum Mode {
        /** In child JVMs. */
        PROCESS,
        /** On threads of this JVM, with the same serialization, limits and timeouts; for tests and breakpoints. */
        IN_PROCESS
    }

    /** Where tasks run. */
    private Mode mode = Mode.PROCESS;

    /** Maximum number of workers alive at a time. Number of processors if not set. */
    private @Nullable Integer maxWorkers;

    /** Number of workers that are started at once and kept alive; the others start when they are needed. */
    private Integer minWorkers = 0;

    /** Number of warm workers beyond "max-workers"; one of them replaces a killed worker. */
    private Integer spareWorkers = 0;

    /** Number of tasks that a worker runs at a time. With more than one, a killed task takes its neighbors along. */
    private Integer threadsPerWorker = 1;

    /** Number of tasks that may wait for a worker; one more is rejected with a "TaskRejectedException". No bound if not set. */
    private @Nullable Integer queueCapacity;

    /**
     * Maximum memory of the workers of all pools together when this pool starts one; 0 is no bound. A start that does not fit
     * waits. A budget that is too small for a single worker fails the start of the application.
     */
    private DataSize memoryBudget = DataSize.ofBytes(0);

    /** Number of tasks that a worker may start before a fresh one takes its place; 0 is no bound. */
    private Integer maxTasksPerWorker = 0;

    /**
     * Resident memory above which a worker is replaced when it has no task; 0 is no bound. The limit for a task is
     * "worker.max-heap".
     */
    private DataSize maxWorkerMemory = DataSize.ofBytes(0);

    /** Time without a task after which a worker beyond "min-workers" ends. Never if not set. */
    private @Nullable Duration idleTimeout;

    /** Whether a context shutdown cancels all tasks at once instead of letting them finish. */
    private Boolean cancelTasksWhenShutdown = false;

    /**
     * Time for which a context shutdown lets tasks finish, and their results be deserialized, before it cancels them. Must be
     * less than "spring.lifecycle.timeout-per-shutdown-phase", unless "cancel-tasks-when-shutdown" is on; leave room for the
     * grace periods of cancels and kills. If not set, 20s or two thirds of that phase, whichever is less.
     */
    private @Nullable Duration shutdownGracePeriod;

    /** Implementation of "WorkerConfigurer" that prepares each worker before its first task. */
    private @Nullable Class<? extends WorkerConfigurer> workerConfigurer;

    /**
     * Time for which a worker may be silent, and use no processor time either, before it counts as frozen and is killed; 0 is
     * for ever, as for a child in a debugger.
     */
    private Duration silenceTimeout = Duration.ofSeconds(30);

    /** Time between SIGTERM and SIGKILL for a worker, with all processes that it started. */
    private Duration killGracePeriod = Duration.ofSeconds(2);

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

    public Integer getMinWorkers() {
        return minWorkers;
    }

    public void setMinWorkers(Integer minWorkers) {
        this.minWorkers = minWorkers;
    }

    public Integer getSpareWorkers() {
        return spareWorkers;
    }

    public void setSpareWorkers(Integer spareWorkers) {
        this.spareWorkers = spareWorkers;
    }

    public Integer getThreadsPerWorker() {
        return threadsPerWorker;
    }

    public void setThreadsPerWorker(Integer threadsPerWorker) {
        this.threadsPerWorker = threadsPerWorker;
    }

    public @Nullable Integer getQueueCapacity() {
        return queueCapacity;
    }

    public void setQueueCapacity(@Nullable Integer queueCapacity) {
        this.queueCapacity = queueCapacity;
    }

    public DataSize getMemoryBudget() {
        return memoryBudget;
    }

    public void setMemoryBudget(DataSize memoryBudget) {
        this.memoryBudget = memoryBudget;
    }

    public Integer getMaxTasksPerWorker() {
        return maxTasksPerWorker;
    }

    public void setMaxTasksPerWorker(Integer maxTasksPerWorker) {
        this.maxTasksPerWorker = maxTasksPerWorker;
    }

    public DataSize getMaxWorkerMemory() {
        return maxWorkerMemory;
    }

    public void setMaxWorkerMemory(DataSize maxWorkerMemory) {
        this.maxWorkerMemory = maxWorkerMemory;
    }

    public @Nullable Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(@Nullable Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public Boolean getCancelTasksWhenShutdown() {
        return cancelTasksWhenShutdown;
    }

    public void setCancelTasksWhenShutdown(Boolean cancelTasksWhenShutdown) {
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

    public Duration getSilenceTimeout() {
        return silenceTimeout;
    }

    public void setSilenceTimeout(Duration silenceTimeout) {
        this.silenceTimeout = silenceTimeout;
    }

    public Duration getKillGracePeriod() {
        return killGracePeriod;
    }

    public void setKillGracePeriod(Duration killGracePeriod) {
        this.killGracePeriod = killGracePeriod;
    }

    public WorkerProperties getWorker() {
        return worker;
    }

    void applyTo(ProcessTaskPoolExecutorBuilder builder, BuilderMapper mapper, ShutdownPhase phase) {
        applyTo(builder, mapper);
        builder.inProcess(mode == Mode.IN_PROCESS);
        mapper.set("max-workers", maxWorkers, value -> builder.maxWorkers(value));
        mapper.set("min-workers", minWorkers, least -> {
            builder.minWorkers(least);
            requireAtMostMaxWorkers(least, mapper);
        });
        mapper.set("spare-workers", spareWorkers, value -> builder.spareWorkers(value));
        mapper.set("threads-per-worker", threadsPerWorker, value -> builder.threadsPerWorker(value));
        mapper.set("queue-capacity", queueCapacity, value -> builder.queueCapacity(value));
        mapper.set("memory-budget", memoryBudget, size -> builder.memoryBudget(size.toBytes()));
        mapper.set("max-tasks-per-worker", maxTasksPerWorker, value -> builder.maxTasksPerWorker(value));
        mapper.set("max-worker-memory", maxWorkerMemory, size -> builder.maxWorkerMemory(size.toBytes()));
        mapper.set("idle-timeout", idleTimeout, value -> builder.idleTimeout(value));
        mapper.set(
                "cancel-tasks-when-shutdown", cancelTasksWhenShutdown, value -> builder.cancelTasksWhenShutdown(value));
        builder.shutdownGracePeriod(phase.defaultGracePeriod());
        mapper.set("shutdown-grace-period", shutdownGracePeriod, grace -> {
            builder.shutdownGracePeriod(grace);
            if (!cancelTasksWhenShutdown) {
                phase.requireWithin(grace);
            }
        });
        mapper.set(
                "worker-configurer",
                workerConfigurer,
                type -> builder.workerConfigurer(ValueRules.constructible(type)));
        mapper.set("silence-timeout", silenceTimeout, time -> builder.silenceTimeout(time.isZero() ? null : time));
        mapper.set("kill-grace-period", killGracePeriod, value -> builder.killGracePeriod(value));
        worker.applyTo(builder, mapper);
        mapper.set(
                SandboxProperties.MODE,
                worker.getSandbox().getMode(),
                wall -> ValueRules.require(
                        wall == Sandbox.Mode.NONE || mode == Mode.PROCESS,
                        "it must be none where " + mapper.key("mode")
                                + " is in-process, since tasks in this JVM have no wall"));
    }

    /** The builder compares the two only when it builds. A wrong maximum is a fault of its own. */
    private void requireAtMostMaxWorkers(int least, BuilderMapper mapper) {
        int limit = maxWorkers == null ? Runtime.getRuntime().availableProcessors() : maxWorkers;
        ValueRules.require(
                least <= limit || limit < 1,
                "it must be at most " + mapper.key("max-workers") + ", which is " + limit
                        + (maxWorkers == null ? ", the number of processors" : ""));
    }
}
