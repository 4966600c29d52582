package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/** A function, an argument or a result cannot cross the process boundary. The message holds the path to the culprit. */
public class TaskNotSerializableException extends ProcessTaskException {

    public TaskNotSerializableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
