package io.asynccpu.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a write exceeds the limit of a {@link PayloadBuffer}, through all code that writes into it; codecs
 * convert it into a {@link io.asynccpu.api.TaskNotSerializableException}.
 */
public final class PayloadTooLargeException extends RuntimeException {

    /** The highest limit that a pool can be given. */
    private static final long MOST = 1 << 30;

    PayloadTooLargeException(long needed, long limit) {
        super("at least " + needed + " bytes, more than the " + limit
                + " that one payload may have; "
                + (limit < MOST ? "raise 'asynccpu.max-payload' (builder: maxPayload), or " : "")
                + "pass a file's path instead of its content");
    }

    /** The exception of this class among the causes of a failure, or null. */
    public static @Nullable PayloadTooLargeException behind(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 100; depth++) {
            if (at instanceof PayloadTooLargeException tooLarge) {
                return tooLarge;
            }
            at = at.getCause();
        }
        return null;
    }
}
