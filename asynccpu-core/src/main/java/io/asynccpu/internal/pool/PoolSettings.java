package io.asynccpu.internal.pool;

import io.asynccpu.internal.fleet.FleetSettings;
import io.asynccpu.internal.launch.InProcessLauncher;
import io.asynccpu.internal.parent.WorkerSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a pool. A null duration is no bound.
 *
 * @param retryDelay time that a task waits after its first worker died under it; twice as long after each further one
 * @param shutdownGracePeriod time for which {@code close()} lets tasks finish before it cancels them, and a shutdown lets an outcome
 *     be read, but that for 5 s at least
 */
public record PoolSettings(
        FleetSettings fleet,
        int queueCapacity,
        boolean cancelTasksWhenShutdown,
        @Nullable Duration timeout,
        @Nullable Duration queueTimeout,
        int maxAttempts,
        Duration retryDelay,
        Ladder ladder,
        @Nullable Duration shutdownGracePeriod) {

    public String name() {
        return fleet.pool();
    }

    public WorkerSettings worker() {
        return fleet.worker();
    }

    /**
     * Times of the steps that stop a task, each harder than the one before.
     *
     * @param cancelGracePeriod for the task, once it was interrupted
     * @param stackTimeout for the child to send the stack of a task that ran too long
     * @param neighborGracePeriod for other tasks on the same worker, which is killed after it
     */
    public record Ladder(Duration cancelGracePeriod, Duration stackTimeout, Duration neighborGracePeriod) {}

    /**
     * Builder of {@link PoolSettings}.
     *
     * @param <B> as for {@link io.asynccpu.internal.launch.SettingsBuilder}
     * @hidden
     */
    @SuppressWarnings("InvalidBlockTag")
    public abstract static class Builder<B> extends WorkerSettings.Builder<B> {

        private int maxWorkers = Runtime.getRuntime().availableProcessors();
        private int minWorkers;
        private int spareWorkers;
        private long memoryBudget;
        private int queueCapacity = Integer.MAX_VALUE;
        private boolean cancelTasksWhenShutdown;
        private @Nullable Duration timeout;
        private @Nullable Duration queueTimeout;
        private int maxAttempts = 1;
        private Duration retryDelay = Duration.ofMillis(100);
        private Duration stackTimeout = Duration.ofSeconds(1);
        private Duration neighborGracePeriod = Duration.ofSeconds(5);
        private @Nullable Duration shutdownGracePeriod;
        private int maxTasksPerWorker;
        private long maxWorkerMemory;
        private @Nullable Duration idleTimeout;

        /** Maximum number of workers alive at a time. Default: the number of processors. */
        public B maxWorkers(int maxWorkers) {
            require(maxWorkers >= 1, "maxWorkers", maxWorkers, "at least 1");
            this.maxWorkers = maxWorkers;
            return self();
        }

        /** Number of workers that are started at once and kept alive; the others start when they are needed. Default 0. */
        public B minWorkers(int minWorkers) {
            require(minWorkers >= 0, "minWorkers", minWorkers, "at least 0");
            this.minWorkers = minWorkers;
            return self();
        }

        /** Number of warm workers beyond those that have tasks: one of them replaces a killed worker. Default 0. */
        public B spareWorkers(int spareWorkers) {
            require(spareWorkers >= 0, "spareWorkers", spareWorkers, "at least 0");
            this.spareWorkers = spareWorkers;
            return self();
        }

        /**
         * Largest size in bytes of the workers of all pools of this JVM together when this pool starts one: heap and the JVM's other
         * memory. A start that does not fit waits. Default 0: no bound.
         */
        public B memoryBudget(long memoryBudget) {
            require(memoryBudget >= 0, "memoryBudget", memoryBudget, "at least 0");
            this.memoryBudget = memoryBudget;
            return self();
        }

        /** Number of tasks that a worker may start before a fresh one takes its place. Default 0: no bound. */
        public B maxTasksPerWorker(int maxTasksPerWorker) {
            require(maxTasksPerWorker >= 0, "maxTasksPerWorker", maxTasksPerWorker, "at least 0");
            this.maxTasksPerWorker = maxTasksPerWorker;
            return self();
        }

        /**
         * Resident bytes above which a worker is replaced by a fresh one as soon as it has no task. Not a limit for a task;
         * {@link #maxHeap} is. Default 0: no bound.
         */
        public B maxWorkerMemory(long maxWorkerMemory) {
            require(maxWorkerMemory >= 0, "maxWorkerMemory", maxWorkerMemory, "at least 0");
            this.maxWorkerMemory = maxWorkerMemory;
            return self();
        }

        /** Time without a task after which a worker beyond {@code minWorkers} ends. Default null: never. */
        public B idleTimeout(@Nullable Duration idleTimeout) {
            this.idleTimeout = positiveOrNull("idleTimeout", idleTimeout);
            return self();
        }

        /** Number of tasks that may wait for a worker; one more is rejected. Default: no bound. */
        public B queueCapacity(int queueCapacity) {
            require(queueCapacity >= 0, "queueCapacity", queueCapacity, "at least 0");
            this.queueCapacity = queueCapacity;
            return self();
        }

        /** Whether {@code close()} cancels all tasks instead of letting them finish. Default false. */
        public B cancelTasksWhenShutdown(boolean cancelTasksWhenShutdown) {
            this.cancelTasksWhenShutdown = cancelTasksWhenShutdown;
            return self();
        }

        /**
         * Time for which a task may run, counted from its start in the worker, once the bean or the class of the function that it
         * calls is initialized there; that has the {@link #startupTimeout}. Default null: no bound.
         */
        public B timeout(@Nullable Duration timeout) {
            this.timeout = positiveOrNull("timeout", timeout);
            return self();
        }

        /** Time for which a task may wait for a worker. Default null: no bound. */
        public B queueTimeout(@Nullable Duration queueTimeout) {
            this.queueTimeout = positiveOrNull("queueTimeout", queueTimeout);
            return self();
        }

        /** How often a task may be started when its worker dies under it. Default 1: at most once. */
        public B maxAttempts(int maxAttempts) {
            require(maxAttempts >= 1, "maxAttempts", maxAttempts, "at least 1");
            this.maxAttempts = maxAttempts;
            return self();
        }

        /**
         * Time that a task waits before its second start; twice as long before each further one, up to 30 s. Default 100 ms.
         */
        public B retryDelay(Duration retryDelay) {
            this.retryDelay = zeroToADay("retryDelay", retryDelay);
            return self();
        }

        /** Time for which the future of a timed-out task waits for the task's stack from the child. Default 1 s. */
        public B stackTimeout(Duration stackTimeout) {
            this.stackTimeout = zeroToADay("stackTimeout", stackTimeout);
            return self();
        }

        /**
         * Time for which other tasks on the same worker may go on when one of them does not end after its cancel or timeout; then
         * the worker is killed under them. Default 5 s.
         */
        public B neighborGracePeriod(Duration neighborGracePeriod) {
            this.neighborGracePeriod = zeroToADay("neighborGracePeriod", neighborGracePeriod);
            return self();
        }

        /**
         * Time for which {@code close()} lets tasks finish before it cancels them. Default null: until they are done.
         *
         * <p>Deserialization of a result or exception runs code of the application, which may never return. Once the pool is shut
         * down, such a task is cancelled when that has taken longer than this period, but 5 s at least; and 5 s without a period.
         */
        public B shutdownGracePeriod(@Nullable Duration shutdownGracePeriod) {
            require(
                    shutdownGracePeriod == null || !shutdownGracePeriod.isNegative(),
                    "shutdownGracePeriod",
                    shutdownGracePeriod,
                    "not negative");
            this.shutdownGracePeriod = shutdownGracePeriod;
            return self();
        }

        /**
         * @throws IllegalArgumentException if settings contradict each other
         * @hidden
         */
        protected final PoolSettings poolSettings(
                String name, ClassLoader applicationLoader, InProcessLauncher threads) {
            require(minWorkers <= maxWorkers, "minWorkers", minWorkers, "at most maxWorkers, which is " + maxWorkers);
            WorkerSettings worker = workerSettings(name, applicationLoader, threads);
            boolean isWeighed = worker.launch().inProcess() == null;
            FleetSettings fleet = new FleetSettings(
                    name,
                    minWorkers,
                    maxWorkers,
                    spareWorkers,
                    memoryBudget,
                    maxTasksPerWorker,
                    isWeighed ? maxWorkerMemory : 0,
                    idleTimeout,
                    worker);
            return new PoolSettings(
                    fleet,
                    queueCapacity,
                    cancelTasksWhenShutdown,
                    timeout,
                    queueTimeout,
                    maxAttempts,
                    retryDelay,
                    new Ladder(worker.gracePeriod(), stackTimeout, neighborGracePeriod),
                    shutdownGracePeriod);
        }
    }
}
