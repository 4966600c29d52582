package io.asynccpu.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a task that has ended on its worker and is being made into objects of the application, on a thread of its own.
 * Mostly that takes no time. Where it does, code of the application is at work (a constructor, {@code readObject}), or a child has
 * sent what takes long to read.
 *
 * @param name what the task runs, such as {@code ReportService.render}
 * @param thread name of the thread; null while it waits for one
 * @param since when the outcome came
 * @param awaited false if the task has another outcome by now, as after a timeout or cancellation: then the thread was
 *     interrupted, and goes on in vain until it heeds that
 */
public record ResultReading(
        long taskId, String name, @Nullable String thread, Instant since, boolean awaited) {}
