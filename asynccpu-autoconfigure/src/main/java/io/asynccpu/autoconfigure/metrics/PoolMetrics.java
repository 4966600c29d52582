package io.asynccpu.autoconfigure.metrics;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
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
            binding.asOfAnyExecutor();
            binding.tasks();
            binding.workers();
            binding.channels();
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

        void asOfAnyExecutor() {
            gauge("executor.active", "threads", "Tasks that run", PoolLoad::running);
            gauge("executor.queued", "tasks", "Tasks that wait", PoolLoad::queued);
            gauge("executor.queue.remaining", "tasks", "Tasks that may still be submitted", PoolLoad::remaining);
            gauge(
                    "executor.pool.size",
                    "threads",
                    "Tasks that the workers may run at a time",
                    load -> (double) load.workers() * load.threadsPerWorker());
            gauge(
                    "executor.pool.core",
                    "threads",
                    "The same, of min-workers",
                    load -> (double) load.minWorkers() * load.threadsPerWorker());
            gauge(
                    "executor.pool.max",
                    "threads",
                    "The same, of max-workers",
                    load -> (double) load.maxWorkers() * load.threadsPerWorker());
            counter(
                    "executor.completed",
                    tags,
                    "tasks",
                    "Tasks that ended, in whatever way",
                    PoolStatistics::completed);
        }

        void tasks() {
            for (TaskOutcome outcome : TaskOutcome.values()) {
                counter(
                        "asynccpu.tasks",
                        tags.and("outcome", outcome.name()),
                        null,
                        "Tasks that ended, or were rejected",
                        statistics -> statistics.tasks().getOrDefault(outcome, 0L));
            }
        }

        void workers() {
            gauge("asynccpu.workers", null, "Workers that live, ready or not", PoolLoad::workers);
            counter(
                    "asynccpu.workers.started",
                    tags,
                    null,
                    "Starts of workers that were begun",
                    statistics -> statistics.workers().started());
            FunctionTimer.builder(
                            "asynccpu.workers.startup",
                            executor,
                            pool -> pool.statistics().workers().ready(),
                            pool -> pool.statistics().workers().startup().toNanos(),
                            TimeUnit.NANOSECONDS)
                    .description("How long workers took until they could take tasks")
                    .tags(tags)
                    .register(registry);
            counter(
                    "asynccpu.workers.recycled",
                    tags,
                    null,
                    "Workers that ended after their share of tasks or memory",
                    statistics -> statistics.workers().recycled());
            counter(
                    "asynccpu.workers.retired",
                    tags,
                    null,
                    "Workers that ended because nobody needed them",
                    statistics -> statistics.workers().retired());
            for (Cause cause : Cause.values()) {
                counter(
                        "asynccpu.workers.died",
                        tags.and("cause", cause.name()),
                        null,
                        "Workers that died",
                        statistics -> statistics.workers().deaths().getOrDefault(cause, 0L));
            }
            // No meters where the operating system does not report them.
            if (executor.usage().residentBytes() >= 0) {
                Gauge.builder("asynccpu.workers.memory", executor, pool -> pool.usage()
                                .residentBytes())
                        .description("Memory that the workers hold")
                        .baseUnit("bytes")
                        .tags(tags)
                        .register(registry);
                FunctionCounter.builder("asynccpu.workers.cpu", executor, PoolMetrics::processorSeconds)
                        .description("Processor time that the workers have used")
                        .baseUnit("seconds")
                        .tags(tags)
                        .register(registry);
            }
        }

        void channels() {
            counter("asynccpu.channel.sent", tags, "bytes", "Bytes sent to workers", PoolStatistics::bytesSent);
            counter(
                    "asynccpu.channel.received",
                    tags,
                    "bytes",
                    "Bytes received from workers",
                    PoolStatistics::bytesReceived);
        }

        private void gauge(String name, @Nullable String unit, String what, ToDoubleFunction<PoolLoad> value) {
            Gauge.builder(name, executor, pool -> value.applyAsDouble(pool.load()))
                    .description(what)
                    .baseUnit(unit)
                    .tags(tags)
                    .register(registry);
        }

        private void counter(
                String name, Tags with, @Nullable String unit, String what, ToDoubleFunction<PoolStatistics> value) {
            FunctionCounter.builder(name, executor, pool -> value.applyAsDouble(pool.statistics()))
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
