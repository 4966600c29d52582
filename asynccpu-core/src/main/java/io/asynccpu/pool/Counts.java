package io.asynccpu.pool;

import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerDeath;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What a pool counts. Guarded by the pool's lock, but for the tasks, which end by the million, on any thread. */
final class Counts {

    /** Never changes. */
    private final Map<TaskOutcome, LongAdder> tasks = new EnumMap<>(TaskOutcome.class);

    private final Map<Cause, Long> deaths = new EnumMap<>(Cause.class);
    private long started;
    private long ready;
    private long startupNanos;
    private long recycled;
    private long retired;
    private long bytesSent;
    private long bytesReceived;
    private long processorNanos;

    Counts() {
        for (TaskOutcome outcome : TaskOutcome.values()) {
            tasks.put(outcome, new LongAdder());
        }
    }

    // --- tasks: any thread ---

    void ended(TaskOutcome outcome) {
        Objects.requireNonNull(tasks.get(outcome)).increment();
    }

    /** How many tasks that were accepted have their outcome. */
    long ended() {
        long sum = 0;
        for (Map.Entry<TaskOutcome, LongAdder> entry : tasks.entrySet()) {
            sum += entry.getKey() == TaskOutcome.REJECTED ? 0 : entry.getValue().sum();
        }
        return sum;
    }

    // --- workers: the caller holds the lock ---

    void started() {
        started++;
    }

    void ready(long startupNanos) {
        ready++;
        this.startupNanos += startupNanos;
    }

    void died(PooledWorker worker, WorkerDeath death) {
        if (!death.expected()) {
            deaths.merge(death.details().cause(), 1L, Long::sum);
        } else if (worker.isRecycled()) {
            recycled++;
        } else {
            retired++;
        }
    }

    /** The worker is not among the others any more, so what it has used is counted here. */
    void gone(Worker worker) {
        bytesSent += worker.bytesSent();
        bytesReceived += worker.bytesReceived();
        processorNanos += worker.processorTimeSeen().toNanos();
    }

    /** Of the workers that are gone. */
    Duration processorTime() {
        return Duration.ofNanos(processorNanos);
    }

    /**
     * @param present those that are not gone
     */
    PoolStatistics statistics(Collection<PooledWorker> present) {
        Map<TaskOutcome, Long> outcomes = new EnumMap<>(TaskOutcome.class);
        tasks.forEach((outcome, count) -> outcomes.put(outcome, count.sum()));
        long sent = bytesSent;
        long received = bytesReceived;
        for (PooledWorker pooled : present) {
            sent += pooled.worker().bytesSent();
            received += pooled.worker().bytesReceived();
        }
        PoolStatistics.Workers workers =
                new PoolStatistics.Workers(started, ready, Duration.ofNanos(startupNanos), recycled, retired, deaths);
        return new PoolStatistics(outcomes, workers, sent, received);
    }
}
