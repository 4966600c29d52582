package io.asynccpu.api;

import java.time.Instant;

/**
 * A task that did not end with a result, nor by its caller, who may cancel or complete its future.
 *
 * @param name what it ran, such as {@code ReportService.render}
 * @param workerPid of the worker that had it last; -1 if it never started
 * @param attempt how often it had been started
 * @param cause what its future was completed with; a {@link WorkerCrashedException} tells all that is known of a worker's
 *     end. In place of one that may hold more than a MiB a {@link RemoteTaskException} names its class
 */
public record TaskFailure(
        long taskId, String name, long workerPid, int attempt, Instant at, TaskOutcome outcome, Throwable cause) {}
