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
 * a message, are copied on into arrays of their own; arrays that pass through the {@link RingReceiver ring} are taken from there.
 * Used by the receiving thread only.
 */
final class FrameParser {

    /** What {@link #large} is: a frame, or an array whose elements come from the stream or from the ring. */
    private enum Large {
        FRAME,
        ARRAY,
        RING
    }

    private final long maxPayload;
    private Admission admission;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(256 << 10);
    private final @Nullable RingReceiver ring;
    private @Nullable ArrayTransfer large;
    private Large kind = Large.FRAME;
    private List<Object> arrays = List.of();
    private long arrayBytes;

    /**
     * @param maxPayload most bytes of a task's arguments or result
     * @param first what is known of the other side when the connection begins
     * @param ring null if this side has none
     */
    FrameParser(long maxPayload, Admission first, @Nullable RingReceiver ring) {
        this.maxPayload = maxPayload;
        this.ring = ring;
        this.admission = first;
        incoming.flip();
    }

    /**
     * The next whole frame without its length, or null if more bytes are needed. Its message must be {@link #decode}d
     * before the next call.
     */
    byte @Nullable [] next() throws ProtocolException {
        while (true) {
            if (large != null && kind != Large.RING) {
                large.takeFrom(incoming);
                if (!large.isComplete()) {
                    return null;
                }
                if (kind == Large.FRAME) {
                    Object whole = large.array();
                    large = null;
                    return (byte[]) whole;
                }
                completeArray(large);
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
            long unread = large == null ? 0 : large.remaining();
            admission.check(length, type, arrayBytes - unread, maxPayload);
            if (large != null || Wire.isPiece(type)) {
                if (incoming.remaining() < Wire.HEADER + Math.min(length, Wire.ARRAY_HEADER - Wire.HEADER)) {
                    return null;
                }
                continueInRing(type);
            } else if (Wire.isArray(type) || Wire.isRingArray(type)) {
                if (incoming.remaining() < Wire.ARRAY_HEADER) {
                    return null;
                }
                beginArray(length, Wire.isRingArray(type) ? Large.RING : Large.ARRAY);
            } else if (incoming.remaining() >= (long) Wire.HEADER + length) {
                incoming.getInt();
                byte[] frame = new byte[length];
                incoming.get(frame);
                return frame;
            } else if ((long) Wire.HEADER + length > incoming.capacity()) {
                large = ArrayTransfer.expected(ArrayKind.BYTES, length);
                kind = Large.FRAME;
                incoming.getInt();
            } else {
                return null;
            }
        }
    }

    private void completeArray(ArrayTransfer array) {
        arrays.add(array.array());
        large = null;
    }

    /** Takes a piece from the ring; or the rest of the array follows as for an array that is not in the ring. */
    private void continueInRing(byte type) throws ProtocolException {
        ArrayTransfer array = large;
        if (array == null || ring == null || !(Wire.isPiece(type) || Wire.isArray(type))) {
            throw new ProtocolException("A piece of an array came without an array, or an array without its pieces");
        }
        if (Wire.isArray(type)) {
            Wire.expectRest(incoming, array);
            kind = Large.ARRAY;
            return;
        }
        incoming.position(incoming.position() + Wire.HEADER + Wire.PIECE);
        ring.takePiece(array);
        if (array.isComplete()) {
            completeArray(array);
        }
    }

    private void beginArray(int length, Large begun) throws ProtocolException {
        large = Wire.expectArray(incoming);
        kind = begun;
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
