package io.asynccpu.autoconfigure.actuate;

import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.WorkerCrashedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Failed task in the endpoint's JSON.
 *
 * @param stackTrace the child's stack, cut after some pages
 * @param exitCode of a dead worker; null if it is alive
 * @param signal that ended the worker; null if there was none
 * @param problematicFrame frame that the JVM's crash report blames; null without a report
 * @param lastOutput last lines of a dead worker's output
 */
public record FailureView(
        long taskId,
        String name,
        long workerPid,
        int attempt,
        Instant at,
        String outcome,
        String exception,
        @Nullable String message,
        String stackTrace,
        @Nullable Integer exitCode,
        @Nullable String signal,
        @Nullable String problematicFrame,
        List<String> lastOutput) {

    private static final int MOST_OF_A_MESSAGE = 4_000;
    private static final int MOST_OF_A_STACK = 20_000;

    static FailureView of(TaskFailure failure) {
        Throwable cause = failure.cause();
        WorkerCrashedException crash = cause instanceof WorkerCrashedException death ? death : null;
        String message;
        String stackTrace;
        try {
            message = cause.getMessage();
            StringWriter text = new StringWriter();
            cause.printStackTrace(new PrintWriter(text));
            stackTrace = text.toString();
        } catch (RuntimeException | Error ofItsOwn) {
            // getMessage of an exception is users' code.
            message = "It cannot be told: " + ofItsOwn.getClass().getName();
            stackTrace = "";
        }
        return new FailureView(
                failure.taskId(),
                failure.name(),
                failure.workerPid(),
                failure.attempt(),
                failure.at(),
                failure.outcome().name(),
                cause.getClass().getName(),
                message == null ? null : cut(message, MOST_OF_A_MESSAGE),
                cut(stackTrace, MOST_OF_A_STACK),
                crash == null ? null : (Integer) crash.exitCode(),
                crash == null ? null : crash.signal(),
                crash == null ? null : crash.problematicFrame(),
                crash == null ? List.of() : crash.lastOutput());
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + " … and " + (text.length() - most) + " more";
    }
}
