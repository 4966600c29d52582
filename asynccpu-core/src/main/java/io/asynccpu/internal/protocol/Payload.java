package io.asynccpu.internal.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encoded values: bytes and, in the order in which the bytes refer to them, large arrays of primitives. The arrays are sent as they lie
 * in memory and are never copied into a larger array. A payload does not change until it is sent. A received one passes its arrays on to
 * the decoded values.
 */
public final class Payload {

    /** Smaller arrays, and fewer bytes, have no frame of their own. */
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
     * @param arrays arrays of an {@link ArrayKind} with at least {@link #SMALLEST_ARRAY} bytes each
     */
    public static Payload of(byte[] bytes, List<Object> arrays) {
        return new Payload(bytes, 0, bytes.length, arrays);
    }

    /** Returns the number of bytes without the arrays. */
    public int length() {
        return length;
    }

    /** Returns the number of bytes with the arrays. */
    public long size() {
        long size = length;
        for (Object array : arrays) {
            size += ArrayKind.of(array.getClass()).bytes(array);
        }
        return size;
    }

    /** Returns the arrays followed by the bytes. */
    List<Object> arraysAndBytes() {
        boolean isWhole = offset == 0 && length == bytes.length;
        List<Object> all = new ArrayList<>(arrays);
        all.add(isWhole ? bytes : Arrays.copyOfRange(bytes, offset, offset + length));
        return all;
    }

    /** Returns a view of the bytes. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, offset, length);
    }

    void copyTo(ByteBuffer target) {
        target.put(bytes, offset, length);
    }

    public byte[] copy() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    public boolean consistsOf(byte[] others) {
        return Arrays.equals(bytes, offset, offset + length, others, 0, others.length);
    }

    public List<Object> arrays() {
        return arrays;
    }
}
