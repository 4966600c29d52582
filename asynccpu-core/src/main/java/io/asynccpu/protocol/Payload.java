package io.asynccpu.protocol;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a codec has made of values: bytes, and in the order in which these speak of them, large arrays of primitives that
 * stand beside. Those cross as they lie in memory, from the one's array into the other's, and are never part of a larger
 * array in between. Not changed by anybody until it is sent; where it was received, its arrays go to whom it is decoded for.
 */
public final class Payload {

    /** An array of fewer bytes is not worth a frame of its own. */
    public static final int SMALLEST_ARRAY = 256 << 10;

    public static final Payload NONE = of(new byte[0]);

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final List<Object> arrays;

    Payload(byte[] bytes, int offset, int length, List<Object> arrays) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.arrays = arrays;
    }

    public static Payload of(byte[] bytes) {
        return of(bytes, List.of());
    }

    /**
     * @param arrays each an {@link ArrayKind}, and of {@link #SMALLEST_ARRAY} bytes at least
     */
    public static Payload of(byte[] bytes, List<Object> arrays) {
        return new Payload(bytes, 0, bytes.length, arrays);
    }

    /** How many bytes there are, not counting the arrays. */
    public int length() {
        return length;
    }

    /** How many bytes there are with the arrays. */
    public long size() {
        long size = length;
        for (Object array : arrays) {
            size += ArrayKind.of(array.getClass()).bytes(array);
        }
        return size;
    }

    /** The bytes, with a position of its own. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, offset, length);
    }

    public List<Object> arrays() {
        return arrays;
    }
}
