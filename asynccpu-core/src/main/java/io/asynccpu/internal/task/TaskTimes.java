package io.asynccpu.internal.task;

import io.asynccpu.api.TaskStatistics;
import io.asynccpu.spi.TaskMeter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times of a task, read at one moment: when it was submitted, when it ended, and what its child reported to have used. The
 * task itself keeps the numbers, since a million tasks may wait.
 *
 * @param endedNanos meaningless before the end
 */
record TaskTimes(long submittedNanos, long endedNanos, long cpuNanos, long allocatedBytes) {

    Instant submittedAt() {
        return Instant.now().minusNanos(System.nanoTime() - submittedNanos);
    }

    @Nullable
    Instant startedAt(Instant submittedAt, @Nullable Assignment last) {
        return last == null ? null : submittedAt.plusNanos(Math.max(0, last.startedNanos() - submittedNanos));
    }

    /**
     * @param last its last start; null if there was none
     */
    TaskStatistics statistics(@Nullable Assignment last, boolean isOver) {
        long end = isOver ? endedNanos : System.nanoTime();
        long queued = (last == null ? end : last.startedNanos()) - submittedNanos;
        long running = last == null ? 0 : end - last.startedNanos();
        return new TaskStatistics(
                Duration.ofNanos(queued), Duration.ofNanos(running), Duration.ofNanos(cpuNanos), allocatedBytes);
    }

    /**
     * @param last its last start; null if there was none
     */
    void measure(TaskMeter meter, String pool, @Nullable Assignment last) {
        long end = endedNanos;
        // The task's turn may have come after it was cancelled.
        if (last == null || last.startedNanos() - end > 0) {
            meter.ended(pool, end - submittedNanos, -1);
        } else {
            meter.ended(pool, last.startedNanos() - submittedNanos, end - last.startedNanos());
        }
    }
}
