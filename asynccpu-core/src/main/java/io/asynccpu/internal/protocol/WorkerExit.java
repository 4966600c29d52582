package io.asynccpu.internal.protocol;

import java.util.Arrays;
import java.util.Optional;

/** The exit codes with which a worker ends itself, from which its parent knows the reason. */
public enum WorkerExit {
    /** The exit code of {@code -XX:+ExitOnOutOfMemoryError}, also used if the worker itself detects exhausted memory. */
    OUT_OF_MEMORY(3, "as its JVM does when memory runs out, though its output does not say so"),
    PARENT_IS_GONE(
            70, "because it took its parent for dead, as when something in it closes descriptors that are not its own"),
    CANNOT_START(71, "because it could not start"),
    CHANNEL_BROKE(72, "because its channel to the pool, or a file of both, broke"),
    TASK_THREAD_BROKE(73, "because a thread that runs tasks broke");

    private final int code;
    private final String words;

    WorkerExit(int code, String words) {
        this.code = code;
        this.words = words;
    }

    public static Optional<WorkerExit> of(int code) {
        return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst();
    }

    public int code() {
        return code;
    }

    /** Returns the reason as the end of a sentence. */
    public String words() {
        return words;
    }
}
