package io.asynccpu.codec;

import io.asynccpu.protocol.ArrayKind;
import io.asynccpu.protocol.Payload;
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

/** A growing byte array, and arrays that stand beside it; refuses the first byte beyond its limit. Not thread-safe. */
public final class PayloadBuffer extends OutputStream {

    /** The largest array that every JVM can make. */
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

    /** A look at what was written so far; the array is not to be kept or changed. */
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
     * An array that stands beside the bytes.
     *
     * @param copy whether it is to be as it is now; else nobody may change it any more
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

    /** Replaces what is there. */
    void setInt(int position, int value) {
        INT.set(bytes, position, value);
    }

    /** Fails early if that many more bytes cannot fit. */
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

    /** What was written, and what stands beside; the buffer must not be used afterwards. */
    Payload toPayload() {
        return Payload.of(toByteArray(), arrays);
    }

    /** What was written; the buffer must not be used afterwards. */
    public byte[] toByteArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void ensureRoom(long length) {
        requireRoom(length);
        int needed = size + (int) length;
        if (needed > bytes.length) {
            // One large array is the common large payload: then exactly what it needs, so that nothing is copied twice.
            long doubled = Math.min(2L * bytes.length, LARGEST_ARRAY);
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
        }
    }
}
