package io.asynccpu.api;

import java.time.Duration;

/**
 * The resources that a pool's children use, as reported by the system.
 *
 * @param residentBytes memory that the live ones hold now; -1 where the system does not report it, that is without
 *     {@code /proc}
 * @param processorTime that all have used since the pool's start, as far as it was read: for a dead worker its
 *     value at the last call. Never decreases
 */
public record WorkerUsage(long residentBytes, Duration processorTime) {

    /** The sum of the usage of two pools. */
    public WorkerUsage plus(WorkerUsage other) {
        boolean told = residentBytes >= 0 && other.residentBytes >= 0;
        long bytes = told ? residentBytes + other.residentBytes : -1;
        return new WorkerUsage(bytes, processorTime.plus(other.processorTime));
    }
}
