package io.asynccpu.autoconfigure.metrics;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters of all pools: those of an executor under the names, with the one tag and the units of Micrometer's executor meters,
 * the others as {@code asynccpu.*}. Their values are read from the pools and the operating system, never from a child.
 */
public final class PoolMetrics implements MeterBinder {

    /** As {@link io.asynccpu.api.WorkerUsage} has it; without it there are no meters of it. Asked without waiting for a pool. */
    private static final boolean USAGE_IS_REPORTED = Files.isDirectory(Path.of("/proc/self"));

    private final Supplier<Map<String, PooledTaskExecutor>> executors;
    private final TaskTimers timers;

    /**
     * @param executors by the names of their beans; asked when a registry is bound
     */
    public PoolMetrics(Supplier<Map<String, PooledTaskExecutor>> executors, TaskTimers timers) {
        this.executors = executors;
        this.timers = timers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        executors.get().forEach((beanName, executor) -> {
            Tags tags = Tags.of("name", beanName);
            timers.bind(executor.name(), tags, registry);
            Binding binding = new Binding(executor, tags, registry);
            for (LoadGauge gauge : LoadGauge.values()) {
                binding.gauge(gauge.meter, gauge.unit, gauge.description, gauge);
            }
            for (StatisticsCounter counter : StatisticsCounter.values()) {
                binding.counter(counter.meter, tags, counter.unit, counter.description, counter);
            }
            binding.outcomes();
            binding.starts();
            if (USAGE_IS_REPORTED) {
                binding.usage();
            }
        });
        // Of this JVM, not of one pool; only process 1 inherits zombies.
        if (ProcessTaskPoolExecutor.zombies().isPresent()) {
            Gauge.builder("asynccpu.zombies", () -> ProcessTaskPoolExecutor.zombies()
                            .orElse(0))
                    .description("Processes left by dead workers that keep their numbers, as this JVM is process 1")
                    .register(registry);
        }
    }

    private record Binding(PooledTaskExecutor executor, Tags tags, MeterRegistry registry) {

        void outcomes() {
            for (TaskOutcome outcome : TaskOutcome.values()) {
                counter(
                        "asynccpu.tasks",
                        tags.and("outcome", outcome.name()),
                        null,
                        "Tasks that ended, or were rejected",
                        pool -> pool.statistics().tasks().getOrDefault(outcome, 0L));
            }
            for (Cause cause : Cause.values()) {
                counter(
                        "asynccpu.workers.died",
                        tags.and("cause", cause.name()),
                        null,
                        "Workers that died",
                        pool -> pool.statistics().workers().deaths().getOrDefault(cause, 0L));
            }
        }

        void starts() {
            FunctionTimer.builder(
                            "asynccpu.workers.startup",
                            executor,
                            pool -> pool.statistics().workers().ready(),
                            pool -> pool.statistics().workers().startup().toNanos(),
                            TimeUnit.NANOSECONDS)
                    .description("How long workers took until they could take tasks")
                    .tags(tags)
                    .register(registry);
        }

        void usage() {
            gauge("asynccpu.workers.memory", "bytes", "Memory that the workers hold", pool -> pool.usage()
                    .residentBytes());
            counter(
                    "asynccpu.workers.cpu",
                    tags,
                    "seconds",
                    "Processor time that the workers have used",
                    PoolMetrics::processorSeconds);
        }

        private void gauge(
                String name, @Nullable String unit, String what, ToDoubleFunction<PooledTaskExecutor> value) {
            Gauge.builder(name, executor, value)
                    .description(what)
                    .baseUnit(unit)
                    .tags(tags)
                    .register(registry);
        }

        private void counter(
                String name,
                Tags with,
                @Nullable String unit,
                String what,
                ToDoubleFunction<PooledTaskExecutor> value) {
            FunctionCounter.builder(name, executor, value)
                    .description(what)
                    .baseUnit(unit)
                    .tags(with)
                    .register(registry);
        }
    }

    private static double processorSeconds(PooledTaskExecutor pool) {
        return pool.usage().processorTime().toNanos() / 1e9;
    }
}
