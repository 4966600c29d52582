package io.asynccpu.api;

import java.time.Duration;

/**
 * The resources that a task has used so far.
 *
 * @param queued time from submission to the (last) start, or until now
 * @param running time from the (last) start to the end, or until now; zero before the start. For the first task on
 *     a worker that calls a bean or function, includes the time to create it, which no timeout counts
 * @param cpuTime processor time of the task's own thread in the child; zero before the end
 * @param allocatedBytes heap memory that the task's own thread allocated in the child; zero before the end
 */
public record TaskStatistics(Duration queued, Duration running, Duration cpuTime, long allocatedBytes) {}
