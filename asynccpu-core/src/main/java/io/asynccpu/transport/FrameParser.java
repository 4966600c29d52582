package io.asynccpu.transport;

import io.asynccpu.protocol.ProtocolException;
import io.asynccpu.protocol.Wire;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the stream into frames. Small frames pass through one direct buffer; for a large one memory grows with what has
 * really arrived, so a peer that only claims a length costs nothing.
 */
final class FrameParser {

    private static final int CHUNK = 256 << 10;
    private static final byte[] NONE = {};

    /** Each time all that has come is copied; a claim makes no more than that many times what has come. */
    private static final long GROWTH = 32;

    private final long maxFrame;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(64 << 10);
    private byte[] large = NONE;
    private int largeLength;
    private int largeFilled;

    FrameParser(long maxFrame) {
        this.maxFrame = maxFrame;
        incoming.flip();
    }

    /** The next whole frame without its length, or null if more bytes are needed. */
    byte @Nullable [] next() throws ProtocolException {
        if (largeLength > 0) {
            return largeFilled < largeLength ? null : takeLarge();
        }
        if (incoming.remaining() < Wire.HEADER) {
            return null;
        }
        int length = incoming.getInt(incoming.position());
        if (length < 1 || length > maxFrame) {
            throw new ProtocolException("A frame claims " + length + " bytes; allowed are 1 to " + maxFrame);
        }
        if (incoming.remaining() >= (long) Wire.HEADER + length) {
            incoming.getInt();
            byte[] frame = new byte[length];
            incoming.get(frame);
            return frame;
        }
        if ((long) Wire.HEADER + length > incoming.capacity()) {
            incoming.getInt();
            largeLength = length;
            largeFilled = incoming.remaining();
            large = new byte[Math.min(length, CHUNK)];
            incoming.get(large, 0, largeFilled);
        }
        return null;
    }

    private byte[] takeLarge() {
        byte[] frame = large;
        large = NONE;
        largeLength = 0;
        return frame;
    }

    /** Where the next bytes go; a heap buffer of bounded size, since the JDK copies it through a direct one as large. */
    ByteBuffer target() {
        if (largeLength > 0) {
            if (largeFilled == large.length) {
                large = Arrays.copyOf(large, (int) Math.min(largeLength, large.length * GROWTH));
            }
            return ByteBuffer.wrap(large, largeFilled, Math.min(CHUNK, large.length - largeFilled));
        }
        return incoming.compact();
    }

    /** That many bytes were put into the last {@link #target}. */
    void received(int bytes) {
        if (largeLength > 0) {
            largeFilled += bytes;
        } else {
            incoming.flip();
        }
    }
}
