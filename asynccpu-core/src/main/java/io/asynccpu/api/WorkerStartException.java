package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/** Thrown when no worker can be started for the task; the message contains the child's reason. */
public class WorkerStartException extends ProcessTaskException {

    public WorkerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
