package io.asynccpu.codec;

import org.jspecify.annotations.Nullable;

/** Thrown out of whatever writes into a {@link PayloadBuffer}; {@link FramedCodec} turns it into the caller's fault. */
public final class PayloadTooLargeException extends RuntimeException {

    /** It can be raised so far. */
    private static final long MOST = 1 << 30;

    PayloadTooLargeException(long needed, long limit) {
        super("at least " + needed + " bytes, more than the " + limit
                + " that one payload may have; "
                + (limit < MOST ? "raise 'asynccpu.max-payload' (builder: maxPayload), or " : "")
                + "pass a file's path instead of its content");
    }

    /** The overflow behind a failure, whatever the writer wrapped it in, or null. */
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
