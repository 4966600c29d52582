package io.asynccpu.codec.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as plain data.
 *
 * @param number by which fields of the same failure refer to it
 * @param message what it says; null if nothing
 * @param plainMessage what it would say if no class of the application had a {@code getMessage()} of its own
 * @param causeOpen whether {@code initCause} may still be called
 * @param causeShown whether only a {@code getCause()} of its own gives the cause, and the JDK's would give none
 */
record FailureData(
        int number,
        String className,
        @Nullable String message,
        @Nullable String plainMessage,
        boolean causeOpen,
        boolean causeShown,
        List<StackTraceElement> frames,
        @Nullable FailureData cause,
        List<FailureData> suppressed,
        List<FailureField> fields) {

    static final int DEEPEST = 32;
    static final int MOST_THROWABLES = 128;

    FailureData {
        frames = List.copyOf(frames);
        suppressed = List.copyOf(suppressed);
        fields = List.copyOf(fields);
    }

    /**
     * A failure and what belongs to it.
     *
     * @param held throwables that only fields hold
     */
    record Report(FailureData failure, List<FailureData> held) {

        Report {
            held = List.copyOf(held);
        }
    }
}
