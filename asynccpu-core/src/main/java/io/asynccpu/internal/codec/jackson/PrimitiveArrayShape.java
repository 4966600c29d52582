package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.protocol.ArrayKind;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The shape of an array of primitives: its bytes. */
final class PrimitiveArrayShape extends Shape {

    /** Not used for {@code byte[]}, which has no byte order. */
    private final ArrayKind kind;

    PrimitiveArrayShape(Class<?> type, ArrayKind kind) {
        super(type);
        this.kind = kind;
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        if (value instanceof byte[] bytes) {
            out.out().writeBinary(bytes);
            return;
        }
        long length = kind.bytes(value);
        if (length > Integer.MAX_VALUE - 8) {
            throw new UncrossableException("an array of " + length + " bytes inside an object; pass it by itself");
        }
        byte[] bytes = new byte[(int) length];
        kind.put(value, 0, Array.getLength(value), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        out.out().writeBinary(bytes);
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        byte[] bytes = in.binary();
        if (type() == byte[].class) {
            return bytes;
        }
        if (bytes.length % kind.width() != 0) {
            throw UncrossableException.damagedBytes(bytes.length + " bytes are not a whole number of elements");
        }
        int length = bytes.length / kind.width();
        Object array = kind.create(length);
        kind.get(array, 0, length, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return array;
    }

    @Override
    boolean runsNoApplicationCode() {
        return true;
    }

    @Override
    boolean isPlain() {
        return true;
    }
}
