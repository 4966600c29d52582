package io.asynccpu.internal.codec;

import io.asynccpu.internal.protocol.ArrayKind;
import io.asynccpu.internal.protocol.Payload;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A growing byte array, and arrays that are sent beside it. Refuses the first byte beyond its limit. Not thread-safe.
 */
public final class PayloadBuffer extends OutputStream {

    /** The length of the largest array that every JVM can create. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long limit;
    private byte[] bytes = new byte[32];
    private int size;
    private List<Object> arrays = List.of();
    private long arrayBytes;

    public PayloadBuffer(long limit) {
        this.limit = Math.min(limit, LARGEST_ARRAY);
    }

    public int size() {
        return size;
    }

    /** Appends {@code length} bytes, to be filled in through the returned view. */
    ByteBuffer reserve(long length) {
        ensureRoom(length);
        int start = size;
        size += (int) length;
        return view(start, (int) length);
    }

    /** Valid until more bytes are appended. */
    private ByteBuffer view(int start, int length) {
        return ByteBuffer.wrap(bytes, start, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Passes the bytes that were written so far; the array must not be kept or changed. */
    public @Nullable Object read(Reader reader) throws UncrossableException {
        return reader.read(bytes, size);
    }

    /** Reads the first bytes of an array. */
    public interface Reader {
        @Nullable
        Object read(byte[] bytes, int size) throws UncrossableException;
    }

    void writeInt(int value) {
        ensureRoom(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    void writeLong(long value) {
        ensureRoom(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    /**
     * Adds an array that is sent beside the bytes.
     *
     * @param copy whether to copy its present state; otherwise the array must not change any more
     */
    void addArray(ArrayKind kind, Object array, boolean copy) {
        long length = kind.bytes(array);
        requireRoom(length);
        arrayBytes += length;
        if (arrays.isEmpty()) {
            arrays = new ArrayList<>();
        }
        arrays.add(copy ? kind.copyOf(array, Array.getLength(array)) : array);
    }

    /** Replaces the four bytes at this position. */
    void setInt(int position, int value) {
        INT.set(bytes, position, value);
    }

    /** Fails if so many more bytes exceed the limit. */
    void requireRoom(long length) {
        long needed = arrayBytes + size + length;
        if (needed > limit) {
            throw new PayloadTooLargeException(needed, limit);
        }
    }

    @Override
    public void write(int b) {
        ensureRoom(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        ensureRoom(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** The bytes and the arrays beside them; the buffer must not be used afterwards. */
    Payload toPayload() {
        return Payload.of(toByteArray(), arrays);
    }

    /** The bytes that were written; the buffer must not be used afterwards. */
    public byte[] toByteArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void ensureRoom(long length) {
        requireRoom(length);
        int needed = size + (int) length;
        if (needed > bytes.length) {
            // A large payload mostly is one large array: then exactly as much as it needs is allocated, so that nothing
            // is copied twice.
            long doubled = Math.min(2L * bytes.length, LARGEST_ARRAY);
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
        }
    }
}
