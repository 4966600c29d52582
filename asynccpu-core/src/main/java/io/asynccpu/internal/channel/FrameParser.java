package io.asynccpu.internal.channel;

import io.asynccpu.internal.protocol.Admission;
import io.asynccpu.internal.protocol.ArrayKind;
import io.asynccpu.internal.protocol.ArrayTransfer;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the stream of bytes into frames. All bytes pass through one direct buffer; larger frames, and the arrays beside
 * a message, are copied on into arrays of their own. Used by the receiving thread only.
 */
final class FrameParser {

    private final long maxPayload;
    private Admission admission;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(64 << 10);
    private @Nullable ArrayTransfer large;
    private boolean largeStandsBeside;
    private List<Object> arrays = List.of();
    private long arrayBytes;

    /**
     * @param maxPayload most bytes of a task's arguments or result
     * @param first what is known of the other side when the connection begins
     */
    FrameParser(long maxPayload, Admission first) {
        this.maxPayload = maxPayload;
        this.admission = first;
        incoming.flip();
    }

    /**
     * The next whole frame without its length, or null if more bytes are needed. Its message must be {@link #decode}d
     * before the next call.
     */
    byte @Nullable [] next() throws ProtocolException {
        while (true) {
            if (large != null) {
                large.takeFrom(incoming);
                if (!large.isComplete()) {
                    return null;
                }
                Object whole = large.array();
                large = null;
                if (!largeStandsBeside) {
                    return (byte[]) whole;
                }
                arrays.add(whole);
            }
            if (incoming.remaining() < Wire.HEADER) {
                return null;
            }
            int start = incoming.position();
            int length = incoming.getInt(start);
            if (incoming.remaining() == Wire.HEADER) {
                admission.check(length, maxPayload);
                return null;
            }
            byte type = incoming.get(start + Wire.HEADER);
            admission.check(length, type, arrayBytes, maxPayload);
            if (Wire.isArray(type)) {
                if (incoming.remaining() < Wire.ARRAY_HEADER) {
                    return null;
                }
                beginArray(length);
            } else if (incoming.remaining() >= (long) Wire.HEADER + length) {
                incoming.getInt();
                byte[] frame = new byte[length];
                incoming.get(frame);
                return frame;
            } else if ((long) Wire.HEADER + length > incoming.capacity()) {
                large = ArrayTransfer.expected(ArrayKind.BYTES, length);
                largeStandsBeside = false;
                incoming.getInt();
            } else {
                return null;
            }
        }
    }

    private void beginArray(int length) throws ProtocolException {
        large = Wire.expectArray(incoming);
        largeStandsBeside = true;
        arrayBytes += length;
        if (arrays.isEmpty()) {
            arrays = new ArrayList<>();
        }
    }

    /** The message of the last frame, with the arrays that came before it; the parser keeps nothing of it. */
    Message decode(byte[] frame) throws ProtocolException {
        Message message = Wire.decode(frame, arrays);
        arrays = List.of();
        arrayBytes = 0;
        admission = admission.after(frame[0]);
        return message;
    }

    /** The buffer for the next bytes. */
    ByteBuffer target() {
        return incoming.compact();
    }

    /** The bytes were put into the last {@link #target}. */
    void received() {
        incoming.flip();
    }
}
