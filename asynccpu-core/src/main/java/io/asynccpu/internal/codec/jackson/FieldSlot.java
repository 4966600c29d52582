package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.FinalFields;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** A field of an application class, read and set by reflection. Thread-safe. */
final class FieldSlot {

    private enum Kind {
        BOOLEAN,
        BYTE,
        SHORT,
        CHAR,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        REFERENCE;

        static Kind of(Class<?> type) {
            return type.isPrimitive() ? valueOf(type.getName().toUpperCase(java.util.Locale.ROOT)) : REFERENCE;
        }
    }

    private final Field field;
    private final Kind kind;
    private final Slot slot;

    /** Whether the field can be set by the setters of {@link Field}. */
    private final boolean plain;

    FieldSlot(Field field, Slot slot) throws UncrossableException {
        this.field = field;
        this.kind = Kind.of(field.getType());
        this.slot = slot;
        this.plain = FinalFields.isPlain(field);
        if (!field.trySetAccessible()) {
            throw new UncrossableException("the field " + field.getName() + " of "
                    + field.getDeclaringClass().getName()
                    + " cannot be read: open the package to asynccpu, such as with"
                    + " --add-opens");
        }
    }

    private void setFinal(Object holder, @Nullable Object value) throws UncrossableException {
        try {
            FinalFields.set(field, holder, value);
        } catch (IllegalAccessException e) {
            throw new UncrossableException(String.valueOf(e.getMessage()), e);
        }
    }

    String name() {
        return field.getName();
    }

    Field field() {
        return field;
    }

    Slot slot() {
        return slot;
    }

    void write(Object holder, GraphWriter out) throws UncrossableException {
        try {
            switch (kind) {
                case BOOLEAN -> out.out().writeBoolean(field.getBoolean(holder));
                case BYTE, SHORT, INT -> out.out().writeNumber(field.getInt(holder));
                case CHAR -> out.out().writeNumber((int) field.getChar(holder));
                case LONG -> out.out().writeNumber(field.getLong(holder));
                case FLOAT -> out.out().writeNumber(field.getFloat(holder));
                case DOUBLE -> out.out().writeNumber(field.getDouble(holder));
                case REFERENCE -> slot.write(field.get(holder), out);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("An accessible field cannot be read: " + field, e);
        } catch (UncrossableException e) {
            throw e.in(field.getName());
        }
    }

    @Nullable
    Object get(Object holder) {
        try {
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("An accessible field cannot be read: " + field, e);
        }
    }

    /** Reads the value; a primitive is boxed. */
    @Nullable
    Object read(GraphReader in) throws UncrossableException {
        try {
            return switch (kind) {
                case BOOLEAN -> in.bool();
                case BYTE -> (byte) in.integer();
                case SHORT -> (short) in.integer();
                case CHAR -> (char) in.integer();
                case INT -> in.integer();
                case LONG -> in.longInteger();
                case FLOAT -> in.float32();
                case DOUBLE -> in.float64();
                case REFERENCE -> slot.read(in);
            };
        } catch (UncrossableException e) {
            throw e.in(field.getName());
        }
    }

    void readInto(Object holder, GraphReader in) throws UncrossableException {
        if (!plain) {
            setFinal(holder, read(in));
            return;
        }
        try {
            switch (kind) {
                case BOOLEAN -> field.setBoolean(holder, in.bool());
                case BYTE -> field.setByte(holder, (byte) in.integer());
                case SHORT -> field.setShort(holder, (short) in.integer());
                case CHAR -> field.setChar(holder, (char) in.integer());
                case INT -> field.setInt(holder, in.integer());
                case LONG -> field.setLong(holder, in.longInteger());
                case FLOAT -> field.setFloat(holder, in.float32());
                case DOUBLE -> field.setDouble(holder, in.float64());
                case REFERENCE -> field.set(holder, slot.read(in));
            }
        } catch (IllegalAccessException e) {
            throw new UncrossableException("the field cannot be set: " + e.getMessage(), e);
        } catch (UncrossableException e) {
            throw e.in(field.getName());
        }
    }

    /** All fields of a class, those of superclasses first. */
    static List<FieldSlot> all(JavaType type, Shapes shapes) throws UncrossableException {
        List<FieldSlot> places = new ArrayList<>();
        for (Field field : Fields.of(type.getRawClass())) {
            places.add(new FieldSlot(field, shapes.slot(field, typeOf(field, type, shapes))));
        }
        return List.copyOf(places);
    }

    private static JavaType typeOf(Field field, JavaType holder, Shapes shapes) {
        @Nullable JavaType declaring = holder.findSuperType(field.getDeclaringClass());
        return shapes.types().resolve(field.getGenericType(), declaring == null ? holder : declaring);
    }
}
