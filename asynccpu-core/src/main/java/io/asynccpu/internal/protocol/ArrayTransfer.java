package io.asynccpu.internal.protocol;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** An array of primitives that is partly sent or received. Not thread-safe. */
public final class ArrayTransfer {

    private static final int FIRST_ROOM = 256 << 10;

    /** For a large claim a {@code CREDIT}th of the array is allocated at first, and all of it once as much has been received. */
    private static final int CREDIT = 64;

    private final ArrayKind kind;
    private final int end;
    private Object array;
    private int position;

    private ArrayTransfer(ArrayKind kind, Object array, int position, int end) {
        this.kind = kind;
        this.array = array;
        this.position = position;
        this.end = end;
    }

    /** Sends all elements. */
    public static ArrayTransfer of(ArrayKind kind, Object array) {
        return new ArrayTransfer(kind, array, 0, Array.getLength(array));
    }

    /** Sends the remaining bytes of a buffer that has an array. */
    public static ArrayTransfer of(ByteBuffer bytes) {
        int start = bytes.arrayOffset() + bytes.position();
        return new ArrayTransfer(ArrayKind.BYTES, bytes.array(), start, start + bytes.remaining());
    }

    /** Receives an array that the parent sends. */
    static ArrayTransfer announced(ArrayKind kind, int length) {
        return new ArrayTransfer(kind, kind.create(length), 0, length);
    }

    /** Receives an array that the other side claims to send. Memory grows with the elements that have arrived. */
    public static ArrayTransfer expected(ArrayKind kind, int length) {
        int first = Math.min(length, Math.max(FIRST_ROOM / kind.width(), length / CREDIT));
        return new ArrayTransfer(kind, kind.create(first), 0, length);
    }

    ArrayKind kind() {
        return kind;
    }

    /** Returns the bytes of the elements that are still to be sent or received. */
    public long remaining() {
        return (long) (end - position) * kind.width();
    }

    int position() {
        return position;
    }

    void returnTo(int position) {
        this.position = position;
    }

    /** Copies as many whole elements as there is room for. */
    void moveTo(ByteBuffer target) {
        int count = Math.min(end - position, target.remaining() / kind.width());
        kind.put(array, position, count, target);
        position += count;
    }

    /** Takes as many whole elements as there are. */
    public void takeFrom(ByteBuffer source) {
        while (position < end && source.remaining() >= kind.width()) {
            if (position == Array.getLength(array)) {
                array = kind.copyOf(array, end);
            }
            int count = Math.min(Array.getLength(array) - position, source.remaining() / kind.width());
            kind.get(array, position, count, source);
            position += count;
        }
    }

    public boolean isComplete() {
        return position == end;
    }

    /** Returns the whole array once it {@link #isComplete()}. */
    public Object array() {
        return array;
    }
}
