package io.asynccpu.protocol;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** An array of primitives on its way, and how much of it has gone or come. Not thread-safe. */
public final class ArrayTransfer {

    private static final int FIRST_ROOM = 256 << 10;

    /** A large claim makes a {@code CREDIT}th of it before anything has come, and all of it after as much has. */
    private static final int CREDIT = 32;

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

    /** Of all elements. */
    public static ArrayTransfer of(ArrayKind kind, Object array) {
        return new ArrayTransfer(kind, array, 0, Array.getLength(array));
    }

    /** Of what is left in a buffer that has an array. */
    public static ArrayTransfer of(ByteBuffer bytes) {
        int start = bytes.arrayOffset() + bytes.position();
        return new ArrayTransfer(ArrayKind.BYTES, bytes.array(), start, start + bytes.remaining());
    }

    /** Of an array that somebody claims to send: memory grows with what has really arrived. */
    public static ArrayTransfer expected(ArrayKind kind, int length) {
        int first = Math.min(length, Math.max(FIRST_ROOM / kind.width(), length / CREDIT));
        return new ArrayTransfer(kind, kind.create(first), 0, length);
    }

    /** As many whole elements as there is room for. */
    void moveTo(ByteBuffer target) {
        int count = Math.min(end - position, target.remaining() / kind.width());
        kind.put(array, position, count, target);
        position += count;
    }

    /** As many whole elements as are there. */
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

    /** All of it once it {@link #isComplete()}. */
    public Object array() {
        return array;
    }
}
