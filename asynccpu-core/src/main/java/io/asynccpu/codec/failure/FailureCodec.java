package io.asynccpu.codec.failure;

import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.PayloadBuffer;
import io.asynccpu.codec.PayloadTooLargeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task's failure as data, so that the parent creates nothing but throwables, and only of classes that it has.
 *
 * <p>A failure comes back as its own class, if that is here, with message, causes, suppressed ones, the child's stack and the
 * fields of the application's classes. None of their constructors is run, nor what they have made of {@code Throwable}'s
 * methods: only the JDK's. A field crosses as an argument or result does and is never more than its type declares; one that
 * cannot cross is left out, and the message says so. If the class is not here, or the object would not say the same
 * message, a {@link io.asynccpu.api.RemoteTaskException} comes instead. Stateless.
 */
public final class FailureCodec {

    /** A limit below this could not even hold the names. */
    public static final int SMALLEST_LIMIT = 2048;

    /** Each is tried until the failure fits. Large fields go first; small ones stay long, since messages are made of them. */
    private static final List<FailureWire.Bounds> BOUNDS = List.of(
            new FailureWire.Bounds(FailureData.MOST_THROWABLES, 2048, 1 << 20, Integer.MAX_VALUE),
            new FailureWire.Bounds(FailureData.MOST_THROWABLES, 2048, 1 << 20, 1 << 10),
            new FailureWire.Bounds(FailureData.MOST_THROWABLES, 1024, 1 << 14, 1 << 10),
            new FailureWire.Bounds(32, 256, 1 << 12, 256),
            new FailureWire.Bounds(8, 64, 1 << 10, 64),
            new FailureWire.Bounds(2, 16, 256, -1),
            new FailureWire.Bounds(1, 0, 256, -1));

    private FailureCodec() {}

    /** The same without the fields: for what is only to be read. */
    public static byte[] encode(Throwable failure, int limit) {
        return encode(failure, null, limit);
    }

    /**
     * Never fails and never gives more than the limit: leaves out fields, and shortens stacks, messages and chains of causes
     * as far as needed.
     *
     * @param codec for fields; null to leave them out without a word
     * @param limit most bytes that may come out, at least {@link #SMALLEST_LIMIT}
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
                // Then with less of it.
            }
        }
        throw new IllegalStateException("The smallest form of a failure exceeds " + limit + " bytes");
    }

    private static FailureData.Report capture(Throwable failure, @Nullable ObjectCodec codec, int limit) {
        if (codec != null) {
            try {
                return FailureCapture.capture(failure, new FieldValues(codec, limit / 2));
            } catch (RuntimeException | Error e) {
                // Exhausted memory, say: without its fields the failure needs less, and must not be lost to that one.
            }
        }
        return FailureCapture.capture(failure, null);
    }

    /**
     * What the bytes say, with nothing made of it yet; runs no code of the application. Throws nothing else than this, whatever
     * the bytes are:
     *
     * @throws MalformedFailureException if the bytes are no failure
     */
    public static ToldFailure read(byte[] bytes) {
        return new ToldFailure(FailureReader.read(bytes));
    }

    /** As something to print: no class of it is looked for. */
    public static RemoteThrowable describe(byte[] bytes) {
        return read(bytes).describe();
    }

    /** The same for bytes without fields. */
    public static Throwable decode(byte[] bytes, ClassLoader loader) {
        return decode(bytes, loader, null);
    }

    /**
     * Rebuilds the failure, which runs code of the application. Throws nothing else than this, whatever the bytes are and
     * whatever the classes' own methods do:
     *
     * @param loader of the application's classes
     * @param codec for fields; null to leave them out
     * @throws MalformedFailureException if the bytes are no failure
     */
    public static Throwable decode(byte[] bytes, ClassLoader loader, @Nullable ObjectCodec codec) {
        return read(bytes).rebuild(loader, codec);
    }
}
