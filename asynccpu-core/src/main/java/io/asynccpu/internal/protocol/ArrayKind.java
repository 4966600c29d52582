package io.asynccpu.internal.protocol;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The arrays whose elements are sent as they lie in memory, little-endian. */
public enum ArrayKind {
    BYTES(0, byte[].class, Byte.BYTES),
    SHORTS(1, short[].class, Short.BYTES),
    CHARS(2, char[].class, Character.BYTES),
    INTS(3, int[].class, Integer.BYTES),
    LONGS(4, long[].class, Long.BYTES),
    FLOATS(5, float[].class, Float.BYTES),
    DOUBLES(6, double[].class, Double.BYTES);

    private static final ArrayKind[] BY_CODE = values();

    private final int code;
    private final Class<?> type;
    private final int width;

    ArrayKind(int code, Class<?> type, int width) {
        this.code = code;
        this.type = type;
        this.width = width;
    }

    /** Returns the kind of an array class that has one. */
    public static ArrayKind of(Class<?> type) {
        for (ArrayKind kind : BY_CODE) {
            if (kind.type == type) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No kind of array for " + type);
    }

    static ArrayKind ofCode(byte code) throws ProtocolException {
        if (code < 0 || code >= BY_CODE.length) {
            throw new ProtocolException("Unknown kind " + code + " of an array");
        }
        return BY_CODE[code];
    }

    byte code() {
        return (byte) code;
    }

    /** Returns the bytes of an element. */
    public int width() {
        return width;
    }

    /** Returns the bytes of all elements. */
    public long bytes(Object array) {
        return (long) Array.getLength(array) * width;
    }

    public Object create(int length) {
        return Array.newInstance(type.componentType(), length);
    }

    /** Returns an array of that length with the first elements of the given one. */
    public Object copyOf(Object array, int length) {
        return switch (this) {
            case BYTES -> Arrays.copyOf((byte[]) array, length);
            case SHORTS -> Arrays.copyOf((short[]) array, length);
            case CHARS -> Arrays.copyOf((char[]) array, length);
            case INTS -> Arrays.copyOf((int[]) array, length);
            case LONGS -> Arrays.copyOf((long[]) array, length);
            case FLOATS -> Arrays.copyOf((float[]) array, length);
            case DOUBLES -> Arrays.copyOf((double[]) array, length);
        };
    }

    /** Copies elements of the array to the target and advances its position. */
    public void put(Object array, int from, int count, ByteBuffer target) {
        ByteBuffer view = target.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case BYTES -> view.put((byte[]) array, from, count);
            case SHORTS -> view.asShortBuffer().put((short[]) array, from, count);
            case CHARS -> view.asCharBuffer().put((char[]) array, from, count);
            case INTS -> view.asIntBuffer().put((int[]) array, from, count);
            case LONGS -> view.asLongBuffer().put((long[]) array, from, count);
            case FLOATS -> view.asFloatBuffer().put((float[]) array, from, count);
            case DOUBLES -> view.asDoubleBuffer().put((double[]) array, from, count);
        }
        target.position(target.position() + count * width);
    }

    /** Copies elements from the source to the array and advances the source's position. */
    public void get(Object array, int from, int count, ByteBuffer source) {
        ByteBuffer view = source.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case BYTES -> view.get((byte[]) array, from, count);
            case SHORTS -> view.asShortBuffer().get((short[]) array, from, count);
            case CHARS -> view.asCharBuffer().get((char[]) array, from, count);
            case INTS -> view.asIntBuffer().get((int[]) array, from, count);
            case LONGS -> view.asLongBuffer().get((long[]) array, from, count);
            case FLOATS -> view.asFloatBuffer().get((float[]) array, from, count);
            case DOUBLES -> view.asDoubleBuffer().get((double[]) array, from, count);
        }
        source.position(source.position() + count * width);
    }
}
