package io.asynccpu.internal.task;

import io.asynccpu.internal.concurrent.PlatformThreadGate;
import io.asynccpu.internal.concurrent.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The services and limits that all tasks of a pool share.
 *
 * @param callbacks threads for users' code
 * @param stackTimeout how long the child may take to say where a task stands that ran too long
 * @param startupTimeout how long the bean or function class of a task may take to be ready
 */
public record TaskServices(
        String pool,
        Timer timer,
        PlatformThreadGate gate,
        Executor callbacks,
        OutcomeReader outcomes,
        Readings readings,
        TaskCounts counts,
        RecentFailures failures,
        Duration stackTimeout,
        Duration startupTimeout) {}
