package io.asynccpu.internal.protocol;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Encodes messages as frames. A frame is
 *
 * <pre>
 *   int length of the rest | byte type | fields in the order of the record
 * </pre>
 *
 * Numbers are big-endian; a string or byte array is an int length and its (UTF-8) bytes, with length -1 for null. Large arrays of a
 * message's {@link Payload} precede it in frames of their own, whose fields are a byte for the {@link ArrayKind} and the elements, which
 * are little-endian. Elements that pass through the {@link ArrayRing} are left out there; a frame without fields follows for each piece of them,
 * and is answered by another one. If the ring fails, the rest of the array follows in a frame as for an array. Both sides have the same jar, so versions differ only if class paths are mixed up; the handshake detects that.
 */
public final class Wire {

    /** Incremented with each change of a message. */
    public static final int VERSION = 13;

    /** Bytes before the type: the length. */
    public static final int HEADER = Frame.HEADER;

    /** Bytes before an array's elements: length, type, kind. */
    public static final int ARRAY_HEADER = HEADER + 2;

    /** The length of a frame that announces or confirms a piece of an array: its type. */
    public static final int PIECE = 1;

    private Wire() {}

    /** Returns the frame of the message. */
    public static Frame encode(Message message) {
        return message instanceof Message.FromParent parents
                ? ParentMessageFormat.write(parents)
                : ChildMessageFormat.write((Message.FromChild) message);
    }

    /**
     * Decodes a frame without its length.
     *
     * @param arrays the arrays that preceded it
     * @throws ProtocolException if the frame is not a message of this version
     */
    public static Message decode(byte[] frame, List<Object> arrays) throws ProtocolException {
        FieldReader in = new FieldReader(frame, arrays);
        byte type = in.readByte();
        Message message =
                FrameType.isFromParent(type) ? ParentMessageFormat.read(type, in) : ChildMessageFormat.read(type, in);
        in.expectEnd();
        return message;
    }

    /** Whether a frame without its length is a {@link Message.TaskEnd}, well-formed or not. */
    public static boolean isTaskEnd(byte[] frame) {
        return frame[0] == FrameType.SUCCEEDED || frame[0] == FrameType.FAILED;
    }

    /** Whether a frame of that type is an array of the next message. */
    public static boolean isArray(byte type) {
        return type == FrameType.ARRAY;
    }

    /** Whether the elements of an array of the next message pass through the {@link ArrayRing}. */
    public static boolean isRingArray(byte type) {
        return type == FrameType.RING_ARRAY;
    }

    public static boolean isPiece(byte type) {
        return type == FrameType.PIECE;
    }

    /** Whether a frame without its length says that a piece in the {@link ArrayRing} was taken. */
    public static boolean isTaken(byte[] frame) {
        return frame[0] == FrameType.TAKEN;
    }

    /** Returns the bytes that precede what is still to be sent of an array. */
    public static ByteBuffer arrayHead(ArrayTransfer array, boolean throughRing) {
        return ByteBuffer.allocate(ARRAY_HEADER)
                .putInt(Math.toIntExact(ARRAY_HEADER - HEADER + array.remaining()))
                .put(throughRing ? FrameType.RING_ARRAY : FrameType.ARRAY)
                .put(array.kind().code())
                .flip();
    }

    /** Returns the frame that announces a piece of an array in the {@link ArrayRing}. */
    public static ByteBuffer piece() {
        return withoutFields(FrameType.PIECE);
    }

    /** Returns the frame that says that a piece was taken. */
    public static ByteBuffer taken() {
        return withoutFields(FrameType.TAKEN);
    }

    private static ByteBuffer withoutFields(byte type) {
        return ByteBuffer.allocate(HEADER + PIECE).putInt(PIECE).put(type).flip();
    }

    /**
     * Returns the transfer of an array that begins with the given bytes.
     *
     * @param head at least {@link #ARRAY_HEADER} bytes, which are consumed unless they are malformed
     */
    public static ArrayTransfer expectArray(ByteBuffer head) throws ProtocolException {
        int start = head.position();
        int bytes = head.getInt(start) - (ARRAY_HEADER - HEADER);
        ArrayKind kind = ArrayKind.ofCode(head.get(start + ARRAY_HEADER - 1));
        if (bytes < Payload.SMALLEST_ARRAY || bytes % kind.width() != 0) {
            throw new ProtocolException("An array of " + bytes + " bytes of " + kind + " before a message");
        }
        int length = bytes / kind.width();
        ArrayTransfer expected = isRingArray(head.get(start + HEADER))
                ? ArrayTransfer.announced(kind, length)
                : ArrayTransfer.expected(kind, length);
        head.position(start + ARRAY_HEADER);
        return expected;
    }

    /** Checks that the given bytes, which are consumed, begin the rest of an array whose ring has failed. */
    public static void expectRest(ByteBuffer head, ArrayTransfer array) throws ProtocolException {
        int bytes = head.getInt() - (ARRAY_HEADER - HEADER);
        head.get();
        if (head.get() != array.kind().code() || bytes != array.remaining()) {
            throw new ProtocolException("A rest of " + bytes + " bytes where " + array.remaining() + " are missing");
        }
    }
}
