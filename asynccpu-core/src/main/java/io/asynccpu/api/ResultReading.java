package io.asynccpu.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an ended task that is being converted to application objects, on a thread of its own. Mostly that
 * takes no time. If it does, application code is running (a constructor, {@code readObject}), or a child has sent data
 * that takes long to read.
 *
 * @param name what the task runs, such as {@code ReportService.render}
 * @param thread name of the thread; null while the outcome waits for one
 * @param since when the outcome arrived
 * @param awaited false if the task has another outcome by now, as after a timeout or cancellation: then the thread
 *     was interrupted, and its result will not be used
 */
public record ResultReading(
        long taskId, String name, @Nullable String thread, Instant since, boolean awaited) {}
