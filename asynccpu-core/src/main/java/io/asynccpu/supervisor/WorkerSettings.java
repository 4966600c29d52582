package io.asynccpu.supervisor;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.launch.LaunchSettings;
import io.asynccpu.spi.StartPlan;
import io.asynccpu.state.StateWatch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings that all workers of a pool share.
 *
 * @param pool name of the pool
 * @param threads how many tasks a worker runs at a time
 * @param maxPayload most bytes of one task's arguments or result
 * @param startupTimeout from the start of the process until it can take tasks
 * @param gracePeriod how long a worker that was asked to end may take before it gets SIGTERM
 * @param killGracePeriod how long it may go on after SIGTERM before it gets SIGKILL
 * @param silenceTimeout how long it may neither answer nor use the processor before it counts as dead; null for ever
 * @param runtime class name of the {@link io.asynccpu.spi.WorkerRuntime}, or null for none
 * @param plan settings of that runtime
 * @param configurer class name of the {@link io.asynccpu.api.WorkerConfigurer}, or null for none
 * @param applicationLoader loader of the application's classes in the parent
 * @param state the part of this JVM's state that children take over
 */
public record WorkerSettings(
        String pool,
        int threads,
        long maxPayload,
        Duration startupTimeout,
        Duration gracePeriod,
        Duration killGracePeriod,
        @Nullable Duration silenceTimeout,
        TaskCodec codec,
        @Nullable String runtime,
        StartPlan plan,
        @Nullable String configurer,
        ClassLoader applicationLoader,
        LaunchSettings launch,
        StateWatch state) {

    /** The same with as much time for the start, and for an orderly end. */
    public WorkerSettings withTime(Duration forStart, Duration forEnd) {
        return new WorkerSettings(
                pool,
                threads,
                maxPayload,
                forStart,
                forEnd,
                killGracePeriod,
                silenceTimeout,
                codec,
                runtime,
                plan,
                configurer,
                applicationLoader,
                launch,
                state);
    }
}
