package io.asynccpu.internal.parent;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.internal.launch.InProcessLauncher;
import io.asynccpu.internal.launch.InheritedOptions;
import io.asynccpu.internal.launch.LaunchSettings;
import io.asynccpu.internal.state.PropagationRules;
import io.asynccpu.internal.state.StateWatch;
import io.asynccpu.spi.StartPlan;
import io.asynccpu.spi.WorkerRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings that all workers of a pool have in common.
 *
 * @param pool name of the pool
 * @param threads number of tasks that a worker runs at a time
 * @param maxPayload largest size of one task's arguments or result in bytes
 * @param startupTimeout time from the start of the process until it can take tasks
 * @param gracePeriod time for a worker that was asked to end, before SIGTERM; also for a task, once it was interrupted
 * @param killGracePeriod time between SIGTERM and SIGKILL
 * @param silenceTimeout time for which a worker may neither answer nor use the processor before it counts as dead; null for ever
 * @param runtime class name of the {@link WorkerRuntime}, or null for none
 * @param plan settings for that runtime
 * @param configurer class name of the {@link WorkerConfigurer}, or null for none
 * @param applicationLoader loader of the application's classes in the parent
 * @param state the part of this JVM's state that children take over
 */
public record WorkerSettings(
        String pool,
        int threads,
        long maxPayload,
        Duration startupTimeout,
        Duration gracePeriod,
        Duration killGracePeriod,
        @Nullable Duration silenceTimeout,
        TaskCodec codec,
        @Nullable String runtime,
        StartPlan plan,
        @Nullable String configurer,
        ClassLoader applicationLoader,
        LaunchSettings launch,
        StateWatch state) {

    /** A copy with other times for the start and for an orderly end. */
    public WorkerSettings withTime(Duration forStart, Duration forEnd) {
        return new WorkerSettings(
                pool,
                threads,
                maxPayload,
                forStart,
                forEnd,
                killGracePeriod,
                silenceTimeout,
                codec,
                runtime,
                plan,
                configurer,
                applicationLoader,
                launch,
                state);
    }

    /**
     * Builder of {@link WorkerSettings}.
     *
     * @param <B> as for {@link io.asynccpu.internal.launch.SettingsBuilder}
     * @hidden
     */
    @SuppressWarnings("InvalidBlockTag")
    public abstract static class Builder<B> extends LaunchSettings.Builder<B> {

        private int threadsPerWorker = 1;
        private long maxPayload = 128L << 20;
        private Duration startupTimeout = Duration.ofSeconds(60);
        private Duration cancelGracePeriod = Duration.ofSeconds(2);
        private Duration killGracePeriod = Duration.ofSeconds(2);
        private @Nullable Duration silenceTimeout = Duration.ofSeconds(30);
        private TaskCodec codec = TaskCodec.JACKSON;
        private @Nullable String workerRuntime;
        private StartPlan startPlan = StartPlan.of(Map.of());
        private @Nullable String workerConfigurer;
        private List<String> properties = List.of();

        /** Number of tasks that a worker runs at a time. Default 1; with more, a killed task takes its neighbors along. */
        public B threadsPerWorker(int threadsPerWorker) {
            require(threadsPerWorker >= 1, "threadsPerWorker", threadsPerWorker, "at least 1");
            this.threadsPerWorker = threadsPerWorker;
            return self();
        }

        /** Largest size in bytes of one task's arguments, and of its result. Default 128 MiB, at most 1 GiB. */
        public B maxPayload(long maxPayload) {
            require(maxPayload >= 1024 && maxPayload <= 1 << 30, "maxPayload", maxPayload, "1 KiB to 1 GiB");
            this.maxPayload = maxPayload;
            return self();
        }

        /**
         * Time from the start of a worker until it can take tasks; a worker that is late may go on as long as it computes, up to ten
         * times as much processor time. The same holds for a bean or class that a task with a {@code timeout} waits for. Default
         * 60 s.
         */
        public B startupTimeout(Duration startupTimeout) {
            boolean inTime = startupTimeout.compareTo(Duration.ofDays(1)) <= 0;
            require(inTime, "startupTimeout", startupTimeout, "at most 24 hours");
            this.startupTimeout = Objects.requireNonNull(positiveOrNull("startupTimeout", startupTimeout));
            return self();
        }

        /**
         * Time for which a cancelled or timed-out task may go on after its interrupt, and which a worker may take to end in an
         * orderly way; then the worker gets SIGTERM. Default 2 s.
         */
        public B cancelGracePeriod(Duration cancelGracePeriod) {
            this.cancelGracePeriod = zeroToADay("cancelGracePeriod", cancelGracePeriod);
            return self();
        }

        /** Time between SIGTERM and SIGKILL for a worker, with all processes that it started. Default 2 s. */
        public B killGracePeriod(Duration killGracePeriod) {
            this.killGracePeriod = zeroToADay("killGracePeriod", killGracePeriod);
            return self();
        }

        /**
         * Time for which a worker may be silent, and use no processor time either, before it counts as frozen and is killed. Null:
         * for ever, as for a child that a debugger stops. Default 30 s.
         */
        public B silenceTimeout(@Nullable Duration silenceTimeout) {
            this.silenceTimeout = positiveOrNull("silenceTimeout", silenceTimeout);
            return self();
        }

        /** Codec of arguments and results. Default {@link TaskCodec#JACKSON}. */
        public B codec(TaskCodec codec) {
            this.codec = Objects.requireNonNull(codec);
            return self();
        }

        /** Runtime of each child, for frameworks; the settings cross unchanged, on the private channel. */
        public B workerRuntime(Class<? extends WorkerRuntime> workerRuntime, Map<String, String> settings) {
            return workerRuntime(workerRuntime, StartPlan.of(settings));
        }

        /** Runtime of each child, for frameworks; the settings of the plan cross unchanged, on the private channel. */
        public B workerRuntime(Class<? extends WorkerRuntime> workerRuntime, StartPlan startPlan) {
            this.workerRuntime = workerRuntime.getName();
            this.startPlan = Objects.requireNonNull(startPlan);
            return self();
        }

        /** Class that prepares each worker before its first task. */
        public B workerConfigurer(Class<? extends WorkerConfigurer> workerConfigurer) {
            this.workerConfigurer = workerConfigurer.getName();
            return self();
        }

        /**
         * System properties of the parent that its children take over: names, or beginnings with a {@code *} at the end; with
         * {@code !} before it a property that stays behind. The default time zone and the default locales cross too, unless
         * {@code !user.timezone} or {@code !user.language} (or {@code !*}) excludes them. All cross as they are at the submit, and
         * the child has them when the task starts; they apply to its whole JVM. Properties that describe a JVM or its process
         * ({@code java.home}, {@code user.dir}, {@code os.name} and the like) never cross, nor those that {@link #jvmArgs} or
         * {@link #environment} ({@code -Dname}, {@code TZ}, {@code LANG}) set for the child, or that a {@link WorkerConfigurer} has
         * set there. Default: all others, up to 64 Ki characters.
         */
        public B properties(List<String> properties) {
            PropagationRules.check(properties);
            this.properties = List.copyOf(properties);
            return self();
        }

        /** System properties of the parent that its children take over, as {@link #properties(List)}. */
        public B properties(String... properties) {
            return properties(List.of(properties));
        }

        /** @hidden */
        protected final WorkerSettings workerSettings(
                String pool, ClassLoader applicationLoader, InProcessLauncher threads) {
            LaunchSettings launch = launchSettings(kind(), threads);
            PropagationRules crossing = launch.inProcess() != null
                    ? null
                    : new PropagationRules(properties, launch.jvmArgs(), launch.environment(), launch.commandPrefix());
            return new WorkerSettings(
                    pool,
                    threadsPerWorker,
                    maxPayload,
                    startupTimeout,
                    cancelGracePeriod,
                    killGracePeriod,
                    silenceTimeout,
                    codec,
                    workerRuntime,
                    startPlan,
                    workerConfigurer,
                    applicationLoader,
                    launch,
                    new StateWatch(crossing, InheritedOptions::properties));
        }

        private String kind() {
            return codec + " " + workerRuntime + " " + startPlan.settings().get(WorkerRuntime.KIND) + " "
                    + workerConfigurer;
        }
    }
}
