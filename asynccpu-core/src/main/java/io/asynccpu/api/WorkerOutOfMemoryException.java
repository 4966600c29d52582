package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/**
 * An {@code OutOfMemoryError} ended the worker while it had the task (heap, classes, direct buffers, threads, an array that is
 * too long, or one of the code's own), or it took more than its control group or the machine allows. {@code death().cause()} says which.
 */
public class WorkerOutOfMemoryException extends WorkerCrashedException {

    public WorkerOutOfMemoryException(String message, Death death, @Nullable Throwable cause) {
        super(message, death, cause);
    }
}
