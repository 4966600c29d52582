package io.asynccpu.api;

import java.time.Instant;

/**
 * A task that ended without a result, except by its caller, who may cancel or complete its future.
 *
 * @param name what it ran, such as {@code ReportService.render}
 * @param workerPid process id of its last worker; -1 if it never started
 * @param attempt how often it had been started
 * @param cause the exception with which its future was completed; a {@link WorkerCrashedException} contains all
 *     that is known of a worker's end. An exception that may hold more than a MiB is replaced by a
 *     {@link RemoteTaskException} with the name of its class
 */
public record TaskFailure(
        long taskId, String name, long workerPid, int attempt, Instant at, TaskOutcome outcome, Throwable cause) {}
