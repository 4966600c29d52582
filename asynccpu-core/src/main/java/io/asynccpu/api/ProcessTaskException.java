package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/** Everything that can go wrong with a task other than what the task itself throws. */
public abstract class ProcessTaskException extends RuntimeException {

    protected ProcessTaskException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
