package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;

/** The shape of {@code boolean[]}: a byte for each element. */
final class BooleanArrayShape extends Shape {

    BooleanArrayShape() {
        super(boolean[].class);
    }

    @Override
    void write(Object value, GraphWriter out) {
        boolean[] values = (boolean[]) value;
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        out.out().writeBinary(bytes);
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        byte[] bytes = in.binary();
        boolean[] values = new boolean[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] != 0;
        }
        return values;
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
