package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a function, an argument or a result cannot cross the process boundary. The message contains the path to
 * the part that is the cause.
 */
public class TaskNotSerializableException extends ProcessTaskException {

    public TaskNotSerializableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
