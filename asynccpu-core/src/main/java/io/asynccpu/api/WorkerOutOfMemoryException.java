package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/**
 * The worker ran out of memory while it had the task: of the JVM's own (heap, classes, direct buffers, threads), or of what
 * its control group or the machine allows. {@code death().cause()} says which.
 */
public class WorkerOutOfMemoryException extends WorkerCrashedException {

    public WorkerOutOfMemoryException(String message, Death death, @Nullable Throwable cause) {
        super(message, death, cause);
    }
}
