package io.asynccpu.api;

import java.time.Duration;

/**
 * What a task has cost so far.
 *
 * @param queued time from submission to the (last) start, or until now
 * @param running time from the (last) start to the end, or until now; zero before the start. Where the task is the first on its
 *     worker that calls its bean or function, with the time to make that, which no timeout counts
 * @param cpuTime processor time of the task's own thread in the child; zero before the end
 * @param allocatedBytes heap that the task's own thread allocated in the child; zero before the end
 */
public record TaskStatistics(Duration queued, Duration running, Duration cpuTime, long allocatedBytes) {}
