package io.asynccpu.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A task waited or ran longer than it may. If it ran, the cause's stack shows where it stood in the child. */
public class TaskTimeoutException extends ProcessTaskException {

    /** Which of the timeouts. */
    public enum Phase {
        /** {@code queueTimeout}: no worker took it in time; it was not started, or not once more after its worker's death. */
        QUEUED,
        /** {@code worker.startup-timeout}: what it calls, such as its bean, was not made in time; its code never ran. */
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
