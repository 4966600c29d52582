package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/** Base class of all failures of a task other than the exceptions that the task itself throws. */
public abstract class ProcessTaskException extends RuntimeException {

    protected ProcessTaskException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
