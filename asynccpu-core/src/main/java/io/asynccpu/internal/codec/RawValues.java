package io.asynccpu.internal.codec;

import io.asynccpu.internal.protocol.ArrayKind;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Reads and writes raw values as little-endian bytes. Lengths are not written: an array is as long as the bytes that
 * have arrived, so a sender cannot claim more.
 */
final class RawValues {

    private static final byte UTF_8 = 0;
    private static final byte UTF_16 = 1;

    private RawValues() {}

    static void write(RawKind kind, Object value, PayloadBuffer out) {
        switch (kind) {
            case BOOLEAN -> out.write((Boolean) value ? 1 : 0);
            case BYTE -> out.write((Byte) value);
            case SHORT -> out.reserve(2).putShort((Short) value);
            case CHAR -> out.reserve(2).putChar((Character) value);
            case INT -> out.writeInt((Integer) value);
            case LONG -> out.writeLong((Long) value);
            case FLOAT -> out.writeInt(Float.floatToRawIntBits((Float) value));
            case DOUBLE -> out.writeLong(Double.doubleToRawLongBits((Double) value));
            case STRING -> writeString((String) value, out);
            case BIG_INTEGER -> writeBytes(((BigInteger) value).toByteArray(), out);
            case BIG_DECIMAL -> {
                out.writeInt(((BigDecimal) value).scale());
                writeBytes(((BigDecimal) value).unscaledValue().toByteArray(), out);
            }
            case UUID_VALUE -> {
                out.writeLong(((UUID) value).getMostSignificantBits());
                out.writeLong(((UUID) value).getLeastSignificantBits());
            }
            case BOOLEAN_ARRAY -> writeBooleans((boolean[]) value, out);
            case BYTE_ARRAY, SHORT_ARRAY, CHAR_ARRAY, INT_ARRAY, LONG_ARRAY, FLOAT_ARRAY, DOUBLE_ARRAY ->
                writeArray(kind.elements(), value, out);
        }
    }

    /** Reads the rest of the buffer, which must be exactly one value. */
    static Object read(RawKind kind, ByteBuffer in) {
        return switch (kind) {
            case BOOLEAN -> readBoolean(in);
            case BYTE -> exactly(in, 1).get();
            case SHORT -> exactly(in, 2).getShort();
            case CHAR -> exactly(in, 2).getChar();
            case INT -> exactly(in, 4).getInt();
            case LONG -> exactly(in, 8).getLong();
            case FLOAT -> Float.intBitsToFloat(exactly(in, 4).getInt());
            case DOUBLE -> Double.longBitsToDouble(exactly(in, 8).getLong());
            case STRING -> readString(in);
            case BIG_INTEGER -> new BigInteger(readBytes(in));
            case BIG_DECIMAL -> {
                int scale = in.getInt();
                yield new BigDecimal(new BigInteger(readBytes(in)), scale);
            }
            case UUID_VALUE -> new UUID(exactly(in, 16).getLong(), in.getLong());
            case BOOLEAN_ARRAY -> readBooleans(in);
            case BYTE_ARRAY, SHORT_ARRAY, CHAR_ARRAY, INT_ARRAY, LONG_ARRAY, FLOAT_ARRAY, DOUBLE_ARRAY ->
                readArray(kind.elements(), in);
        };
    }

    /**
     * UTF-8, or UTF-16 if the text contains a surrogate: an unpaired one has no UTF-8 form and would be received as a
     * question mark.
     */
    private static void writeString(String value, PayloadBuffer out) {
        out.requireRoom(value.length() + 1L);
        if (value.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            out.write(UTF_16);
            out.reserve(2L * value.length()).asCharBuffer().put(value);
        } else {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.reserve(bytes.length + 1L).put(UTF_8).put(bytes);
        }
    }

    private static String readString(ByteBuffer in) {
        byte form = in.get();
        if (form == UTF_8) {
            return new String(readBytes(in), StandardCharsets.UTF_8);
        }
        if (form != UTF_16) {
            throw new IllegalArgumentException("unknown form " + form + " of a String");
        }
        char[] chars = new char[elements(in, 2)];
        in.asCharBuffer().get(chars);
        return new String(chars);
    }

    private static void writeBytes(byte[] bytes, PayloadBuffer out) {
        out.reserve(bytes.length).put(bytes);
    }

    private static byte[] readBytes(ByteBuffer in) {
        int start = in.arrayOffset() + in.position();
        // A copy is not filled with zeros first, unlike a new array into which the buffer is read.
        return Arrays.copyOfRange(in.array(), start, start + in.remaining());
    }

    private static void writeArray(ArrayKind kind, Object array, PayloadBuffer out) {
        kind.put(array, 0, Array.getLength(array), out.reserve(kind.bytes(array)));
    }

    private static Object readArray(ArrayKind kind, ByteBuffer in) {
        int length = elements(in, kind.width());
        Object array = kind.create(length);
        kind.get(array, 0, length, in);
        return array;
    }

    private static void writeBooleans(boolean[] values, PayloadBuffer out) {
        ByteBuffer view = out.reserve(values.length);
        for (boolean value : values) {
            view.put((byte) (value ? 1 : 0));
        }
    }

    private static boolean[] readBooleans(ByteBuffer in) {
        boolean[] values = new boolean[in.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.get() != 0;
        }
        return values;
    }

    private static boolean readBoolean(ByteBuffer in) {
        return exactly(in, 1).get() != 0;
    }

    private static ByteBuffer exactly(ByteBuffer in, int length) {
        if (in.remaining() != length) {
            throw new IllegalArgumentException(in.remaining() + " bytes instead of " + length);
        }
        return in;
    }

    private static int elements(ByteBuffer in, int width) {
        if (in.remaining() % width != 0) {
            throw new IllegalArgumentException(in.remaining() + " bytes are not a whole number of elements");
        }
        return in.remaining() / width;
    }
}
