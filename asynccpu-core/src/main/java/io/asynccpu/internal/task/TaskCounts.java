package io.asynccpu.internal.task;

import io.asynccpu.api.TaskOutcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts a pool's tasks by their outcome. Millions of tasks end, on any thread. Thread-safe. */
public final class TaskCounts {

    /** Never changes. */
    private final Map<TaskOutcome, LongAdder> tasks = new EnumMap<>(TaskOutcome.class);

    public TaskCounts() {
        for (TaskOutcome outcome : TaskOutcome.values()) {
            tasks.put(outcome, new LongAdder());
        }
    }

    public void count(TaskOutcome outcome) {
        Objects.requireNonNull(tasks.get(outcome)).increment();
    }

    /** How many tasks that were accepted have their outcome. */
    public long completed() {
        long sum = 0;
        for (Map.Entry<TaskOutcome, LongAdder> entry : tasks.entrySet()) {
            sum += entry.getKey() == TaskOutcome.REJECTED ? 0 : entry.getValue().sum();
        }
        return sum;
    }

    public Map<TaskOutcome, Long> outcomes() {
        Map<TaskOutcome, Long> outcomes = new EnumMap<>(TaskOutcome.class);
        tasks.forEach((outcome, count) -> outcomes.put(outcome, count.sum()));
        return outcomes;
    }
}
