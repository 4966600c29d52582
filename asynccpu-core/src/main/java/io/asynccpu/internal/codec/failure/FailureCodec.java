package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.PayloadBuffer;
import io.asynccpu.internal.codec.PayloadTooLargeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts a task's failure to bytes and back. The parent creates nothing but throwables, and only of classes that it
 * has.
 *
 * <p>A failure is received as an object of its own class, if the parent has that, with message, causes, suppressed
 * throwables, the child's stack and the fields of application classes. None of their constructors runs, nor any
 * override of a method of {@code Throwable}: only the JDK's methods do. A field crosses as an argument or result does
 * and is only read as what its type declares; a field that cannot cross is omitted, and the message says so. If the
 * class is missing, or the rebuilt object would have another message, a {@link io.asynccpu.api.RemoteTaskException} is
 * created instead. Stateless.
 */
public final class FailureCodec {

    /** A lower limit would not even suffice for the names. */
    public static final int SMALLEST_LIMIT = 2048;

    /**
     * Tried in this order until the failure fits. Large fields are omitted first; small ones remain longest, since
     * messages are composed of them.
     */
    private static final List<FailureWire.Bounds> BOUNDS = List.of(
            new FailureWire.Bounds(FailureData.MOST_THROWABLES, 2048, 1 << 20, Integer.MAX_VALUE),
            new FailureWire.Bounds(FailureData.MOST_THROWABLES, 2048, 1 << 20, 1 << 10),
            new FailureWire.Bounds(FailureData.MOST_THROWABLES, 1024, 1 << 14, 1 << 10),
            new FailureWire.Bounds(32, 256, 1 << 12, 256),
            new FailureWire.Bounds(8, 64, 1 << 10, 64),
            new FailureWire.Bounds(2, 16, 256, -1),
            new FailureWire.Bounds(1, 0, 256, -1));

    private FailureCodec() {}

    /** Encodes a failure without its fields, to be read by people only. */
    public static byte[] encode(Throwable failure, int limit) {
        return encode(failure, null, limit);
    }

    /**
     * Encodes a failure. Never fails and never exceeds the limit: omits fields, and shortens stacks, messages and
     * chains of causes as far as needed.
     *
     * @param codec for fields; null to omit them without a note
     * @param limit the maximum size in bytes, at least {@link #SMALLEST_LIMIT}
     */
    public static byte[] encode(Throwable failure, @Nullable ObjectCodec codec, int limit) {
        if (limit < SMALLEST_LIMIT) {
            throw new IllegalArgumentException(
                    "A failure needs a limit of at least " + SMALLEST_LIMIT + " bytes, not " + limit);
        }
        FailureData.Report report = capture(failure, codec, limit);
        for (FailureWire.Bounds bounds : BOUNDS) {
            PayloadBuffer out = new PayloadBuffer(limit);
            try {
                FailureWriter.write(report, bounds, out);
                return out.toByteArray();
            } catch (PayloadTooLargeException e) {
                // Try the next, narrower bounds.
            }
        }
        throw new IllegalStateException("The smallest form of a failure exceeds " + limit + " bytes");
    }

    private static FailureData.Report capture(Throwable failure, @Nullable ObjectCodec codec, int limit) {
        if (codec != null) {
            try {
                return FailureCapture.capture(failure, new FieldValueCodec(codec, limit / 2));
            } catch (RuntimeException | Error e) {
                // Such as exhausted memory. Without its fields the failure needs less, and it must not be replaced by
                // this one.
            }
        }
        return FailureCapture.capture(failure, null);
    }

    /**
     * Reads the data of a failure without creating any object of the application; runs no application code. Throws no
     * other exception, whatever the bytes are.
     *
     * @throws MalformedFailureException if the bytes are not a failure
     */
    public static ReceivedFailure read(byte[] bytes) {
        return new ReceivedFailure(FailureReader.read(bytes));
    }

    /** Reads a failure for printing only; none of its classes is looked for. */
    public static RemoteThrowable describe(byte[] bytes) {
        return read(bytes).describe();
    }

    /** Rebuilds a failure that was encoded without fields. */
    public static Throwable decode(byte[] bytes, ClassLoader loader) {
        return decode(bytes, loader, null);
    }

    /**
     * Rebuilds a failure, which may run application code. Throws no other exception, whatever the bytes are and
     * whatever the methods of the classes do.
     *
     * @param loader of the application's classes
     * @param codec for fields; null to omit them
     * @throws MalformedFailureException if the bytes are not a failure
     */
    public static Throwable decode(byte[] bytes, ClassLoader loader, @Nullable ObjectCodec codec) {
        return read(bytes).rebuild(loader, codec);
    }
}
