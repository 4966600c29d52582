package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an {@code OutOfMemoryError} ends the worker while it has the task (heap, classes, direct buffers,
 * threads, an array that is too long, or an error thrown by the code itself), or when the worker exceeds the memory of
 * its control group or of the machine. {@code death().cause()} tells which.
 */
public class WorkerOutOfMemoryException extends WorkerCrashedException {

    public WorkerOutOfMemoryException(String message, Death death, @Nullable Throwable cause) {
        super(message, death, cause);
    }
}
