package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/** No worker could be started for the task; the message says what the child said. */
public class WorkerStartException extends ProcessTaskException {

    public WorkerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
