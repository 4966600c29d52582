package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import java.lang.reflect.Array;

/** The shape of an array of objects, including its class. */
final class ObjectArrayShape extends Shape {

    private final Slot elements;

    ObjectArrayShape(Class<?> type, Slot elements) {
        super(type);
        this.elements = elements;
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        Object[] array = (Object[]) value;
        out.out().writeNumber(array.length);
        for (int i = 0; i < array.length; i++) {
            try {
                elements.write(array[i], out);
            } catch (UncrossableException e) {
                throw e.in("[" + i + "]");
            }
        }
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        Object[] array = (Object[]) Array.newInstance(type().getComponentType(), in.count());
        in.exists(id, array);
        for (int i = 0; i < array.length; i++) {
            array[i] = elements.read(in);
        }
        return array;
    }

    @Override
    void check(Slot.Check check) throws UncrossableException {
        check.in("[]", elements);
    }

    @Override
    boolean runsNoApplicationCode() {
        return true;
    }

    @Override
    boolean isPlain() {
        Class<?> element = type();
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return Fields.isPlatform(element);
    }
}
