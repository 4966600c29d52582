package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/** The worker ran out of memory while it had the task. */
public class WorkerOutOfMemoryException extends WorkerCrashedException {

    public WorkerOutOfMemoryException(String message, Death death, @Nullable Throwable cause) {
        super(message, death, cause);
    }
}
