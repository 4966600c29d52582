package io.asynccpu.autoconfigure.metrics;

import io.asynccpu.spi.TaskMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Timers of the waiting and running times of tasks, in all registries that are bound. Thread-safe. */
public final class TaskTimers implements TaskMeter {

    private final Map<String, List<Timers>> byPool = new ConcurrentHashMap<>();

    private record Timers(Timer queued, Timer running) {}

    @Override
    public void ended(String pool, long queuedNanos, long runningNanos) {
        // The whole cost of metrics for a task.
        for (Timers timers : byPool.getOrDefault(pool, List.of())) {
            timers.queued.record(queuedNanos, TimeUnit.NANOSECONDS);
            if (runningNanos >= 0) {
                timers.running.record(runningNanos, TimeUnit.NANOSECONDS);
            }
        }
    }

    void bind(String pool, Tags tags, MeterRegistry registry) {
        Timer queued = Timer.builder("executor.idle")
                .description("How long tasks wait until they start")
                .tags(tags)
                .register(registry);
        Timer running = Timer.builder("executor")
                .description("How long tasks run, from their last start to their end")
                .tags(tags)
                .register(registry);
        byPool.computeIfAbsent(pool, name -> new CopyOnWriteArrayList<>()).add(new Timers(queued, running));
    }
}
