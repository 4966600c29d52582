package io.asynccpu.internal.codec.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as plain data.
 *
 * @param number by which fields of the same failure refer to it
 * @param message of {@code getMessage()}; may be null
 * @param plainMessage the message if no application class overrode {@code getMessage()}
 * @param causeOpen whether {@code initCause} may still be called
 * @param causeShown whether the cause is only returned by an override of {@code getCause()}
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
     * A failure and the throwables that only its fields hold.
     *
     * @param held throwables that only fields hold
     */
    record Report(FailureData failure, List<FailureData> held) {

        Report {
            held = List.copyOf(held);
        }
    }
}
