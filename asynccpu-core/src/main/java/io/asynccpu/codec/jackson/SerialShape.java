package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.java.SerializedForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A class that says itself how its objects are written, by Java's serialization: one of the JDK that has no shape here, or
 * one of the application with a form of its own.
 */
final class SerialShape extends Shape {

    private final Type type;
    private final Shapes shapes;
    private final boolean compared;
    private final boolean plain;

    /**
     * @param compared whether what holds it is read back before it is sent: users' code may write less than it reads
     * @param plain whether a child may send it wherever the class fits
     */
    SerialShape(Class<?> type, Shapes shapes, boolean compared, boolean plain) {
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
            SerializedForm.write(value, bytes);
        } catch (IOException e) {
            throw new UncrossableException("Java's serialization cannot write it: " + e.getMessage(), e);
        }
        if (compared) {
            out.doubt();
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
                    ? SerializedForm.readTrusted(bytes, 0, bytes.length, shapes.loader())
                    : SerializedForm.readFiltered(type, bytes, 0, bytes.length, shapes.loader());
        } catch (IOException | ClassNotFoundException e) {
            throw new UncrossableException("Java's serialization cannot read it: " + e.getMessage(), e);
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
