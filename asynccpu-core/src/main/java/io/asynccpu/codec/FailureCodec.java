package io.asynccpu.codec;

import java.util.List;

/**
 * A task's failure as data, so that the parent creates nothing but throwables, and only of classes that it has.
 *
 * <p>A failure comes back as its own class with message, causes, suppressed ones and the child's stack, if the class is
 * here and has a constructor that gives the same message; else as {@link io.asynccpu.api.RemoteTaskException}. Further
 * fields of an exception class do not cross: they are what its constructor makes of the message and the cause. Stateless.
 */
public final class FailureCodec {

    /** A limit below this could not even hold the names. */
    public static final int SMALLEST_LIMIT = 2048;

    /** Each is tried until the failure fits. */
    private static final List<FailureWire.Bounds> BOUNDS = List.of(
            new FailureWire.Bounds(FailureData.MOST_THROWABLES, 2048, 1 << 20),
            new FailureWire.Bounds(FailureData.MOST_THROWABLES, 1024, 1 << 14),
            new FailureWire.Bounds(32, 256, 1 << 12),
            new FailureWire.Bounds(8, 64, 1 << 10),
            new FailureWire.Bounds(2, 16, 256),
            new FailureWire.Bounds(1, 0, 256));

    private FailureCodec() {}

    /**
     * Never fails and never gives more than the limit: shortens stacks, messages and chains of causes as far as needed.
     *
     * @param limit most bytes that may come out, at least {@link #SMALLEST_LIMIT}
     */
    public static byte[] encode(Throwable failure, int limit) {
        if (limit < SMALLEST_LIMIT) {
            throw new IllegalArgumentException(
                    "A failure needs a limit of at least " + SMALLEST_LIMIT + " bytes, not " + limit);
        }
        FailureData data = FailureData.of(failure);
        for (FailureWire.Bounds bounds : BOUNDS) {
            PayloadBuffer out = new PayloadBuffer(limit);
            try {
                FailureWire.write(data, bounds, out);
                return out.toByteArray();
            } catch (PayloadTooLargeException e) {
                // Then with less of it.
            }
        }
        throw new IllegalStateException("The smallest form of a failure exceeds " + limit + " bytes");
    }

    /**
     * Rebuilds the failure; throws nothing else than this, whatever the bytes are:
     *
     * @param loader of the application's classes
     * @throws MalformedFailureException if the bytes are no failure
     */
    public static Throwable decode(byte[] bytes, ClassLoader loader) {
        return new ThrowableBuilder(loader).build(FailureWire.read(bytes));
    }

    /**
     * The failure as something to print: no class of it is looked for. Throws nothing else than this, whatever the bytes are:
     *
     * @throws MalformedFailureException if the bytes are no failure
     */
    public static RemoteThrowable describe(byte[] bytes) {
        return RemoteThrowable.of(FailureWire.read(bytes));
    }
}
