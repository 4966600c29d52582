package io.asynccpu.crossing;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.spi.TaskOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/** Sends values to a child JVM and has it send them. */
final class ThroughChildren implements AutoCloseable {

    private final ProcessTaskPoolExecutor pool;

    ThroughChildren(TaskCodec codec) {
        this.pool = ProcessTaskPoolExecutor.builder()
                .name("crossing-" + codec)
                .codec(codec)
                .maxWorkers(1)
                .workerRuntime(CrossingRuntime.class, Map.of())
                .build();
    }

    void send(List<Sample> samples, Direction direction, BiConsumer<Sample, Outcome> outcomes) {
        Map<Sample, ProcessTask<Object>> tasks = new LinkedHashMap<>();
        for (Sample sample : samples) {
            Object[] arguments = direction == Direction.ARGUMENT ? new Object[] {sample.make()} : new Object[0];
            try {
                tasks.put(sample, pool.submit(direction.call(sample), arguments, TaskOptions.POOL_DEFAULTS));
            } catch (TaskNotSerializableException e) {
                outcomes.accept(sample, Outcome.of(e, sample));
            }
        }
        tasks.forEach((sample, task) -> outcomes.accept(sample, outcome(sample, direction, task)));
    }

    private static Outcome outcome(Sample sample, Direction direction, ProcessTask<Object> task) {
        try {
            Object arrived = task.join();
            return Outcome.of(
                    direction == Direction.ARGUMENT
                            ? (String) arrived
                            : DeepComparison.difference(sample.make(), arrived));
        } catch (CompletionException e) {
            return Outcome.of(e.getCause(), sample);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
