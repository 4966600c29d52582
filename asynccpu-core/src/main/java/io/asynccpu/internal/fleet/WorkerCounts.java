package io.asynccpu.internal.fleet;

import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerChannel;
import io.asynccpu.internal.parent.WorkerDeath;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Counts the workers that a pool has started, the reasons why they ended, and what the ended ones used. Guarded by the pool's
 * lock.
 */
public final class WorkerCounts {

    private final Map<Cause, Long> deaths = new EnumMap<>(Cause.class);
    private long started;
    private long ready;
    private long startupNanos;
    private long recycled;
    private long retired;
    private long bytesSent;
    private long bytesReceived;
    private long processorNanos;

    void started() {
        started++;
    }

    public void ready(long startupNanos) {
        ready++;
        this.startupNanos += startupNanos;
    }

    public void died(WorkerSlot<?> slot, WorkerDeath death) {
        if (!death.expected()) {
            deaths.merge(death.details().cause(), 1L, Long::sum);
        } else if (slot.isRecycled()) {
            recycled++;
        } else {
            retired++;
        }
    }

    /** The worker leaves its fleet, so what it has used is counted here. */
    void removed(Worker worker) {
        bytesSent += worker.channel().bytesSent();
        bytesReceived += worker.channel().bytesReceived();
        processorNanos += worker.processorTimeSeen().toNanos();
    }

    /** Of the removed workers. */
    Duration processorTime() {
        return Duration.ofNanos(processorNanos);
    }

    public PoolStatistics.Workers workers() {
        return new PoolStatistics.Workers(started, ready, Duration.ofNanos(startupNanos), recycled, retired, deaths);
    }

    public long bytesSent(WorkerSlots<?> present) {
        return bytesSent + sum(present, WorkerChannel::bytesSent);
    }

    public long bytesReceived(WorkerSlots<?> present) {
        return bytesReceived + sum(present, WorkerChannel::bytesReceived);
    }

    private static long sum(WorkerSlots<?> present, ToLongFunction<WorkerChannel> bytes) {
        return present.all().stream()
                .mapToLong(slot -> bytes.applyAsLong(slot.worker().channel()))
                .sum();
    }
}
