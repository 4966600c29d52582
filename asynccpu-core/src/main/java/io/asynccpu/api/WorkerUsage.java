package io.asynccpu.api;

import java.time.Duration;

/**
 * What a pool's children take of the machine, as the system tells.
 *
 * @param residentBytes memory that the living ones hold now; -1 where the system does not tell, that is without
 *     {@code /proc}
 * @param processorTime that all have used since the pool's start, as far as anybody has looked: of a dead one, what it
 *     had used when this was last called. Never falls
 */
public record WorkerUsage(long residentBytes, Duration processorTime) {

    /** Of two pools together. */
    public WorkerUsage plus(WorkerUsage other) {
        boolean told = residentBytes >= 0 && other.residentBytes >= 0;
        long bytes = told ? residentBytes + other.residentBytes : -1;
        return new WorkerUsage(bytes, processorTime.plus(other.processorTime));
    }
}
