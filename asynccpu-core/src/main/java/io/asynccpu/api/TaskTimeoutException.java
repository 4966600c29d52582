package io.asynccpu.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a task waits or runs longer than allowed. If it ran, the cause's stack shows where it stood in the child.
 */
public class TaskTimeoutException extends ProcessTaskException {

    /** The timeout that was exceeded. */
    public enum Phase {
        /**
         * {@code queueTimeout}: no worker received the task in time; it was not started, or not again after its
         * worker's death.
         */
        QUEUED,
        /**
         * {@code worker.startup-timeout}: the target of the call, such as a bean, was not created in time; the task's
         * code never ran.
         */
        PREPARING,
        /** {@code timeout}: the task was started and did not end in time. */
        RUNNING
    }

    private final Phase phase;
    private final Duration timeout;

    public TaskTimeoutException(String message, Phase phase, Duration timeout, @Nullable Throwable cause) {
        super(message, cause);
        this.phase = phase;
        this.timeout = timeout;
    }

    public Phase phase() {
        return phase;
    }

    /** The timeout that was exceeded. */
    public Duration timeout() {
        return timeout;
    }
}
