package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.java.JavaSerialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a class that is written by Java serialization: a JDK class that has no other shape, or an application
 * class with its own serialized form.
 */
final class SerializedShape extends Shape {

    private final Type type;
    private final Shapes shapes;
    private final boolean compared;
    private final boolean plain;

    /**
     * @param compared whether each message with such a value is read back before it is sent, since application code
     *     may write less than it reads
     * @param plain whether a child may send it wherever the class fits
     */
    SerializedShape(Class<?> type, Shapes shapes, boolean compared, boolean plain) {
        super(type);
        this.type = type;
        this.shapes = shapes;
        this.compared = compared;
        this.plain = plain;
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            JavaSerialization.write(value, bytes);
        } catch (IOException e) {
            throw new UncrossableException("Java serialization cannot write it: " + e.getMessage(), e);
        }
        if (compared) {
            out.requireReadBack();
        }
        out.out().writeBinary(bytes.toByteArray());
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        Object value = read(in.binary());
        if (value == null || !type().isInstance(value)) {
            throw UncrossableException.damagedBytes("not a " + name());
        }
        return value;
    }

    private @Nullable Object read(byte[] bytes) throws UncrossableException {
        try {
            return shapes.isTrusted()
                    ? JavaSerialization.readTrusted(bytes, 0, bytes.length, shapes.loader())
                    : JavaSerialization.readFiltered(type, bytes, 0, bytes.length, shapes.loader());
        } catch (IOException | ClassNotFoundException e) {
            throw new UncrossableException("Java serialization cannot read it: " + e.getMessage(), e);
        }
    }

    @Override
    boolean isFamily() {
        return type() == Serializable.class;
    }

    @Override
    boolean isMadeLast() {
        return true;
    }

    @Override
    boolean isPlain() {
        return plain;
    }
}
