package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.guard.Differences;
import io.asynccpu.internal.codec.reflect.RecordConstructor;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * The shape of a record: its components, and its canonical constructor. If the constructor does more than assign its
 * arguments, each value is checked before it is written: the constructor must create an equal record from its
 * components.
 */
final class RecordShape extends FieldsShape {

    private final Constructor<?> constructor;
    private final boolean keeps;

    RecordShape(JavaType type, Shapes shapes) throws UncrossableException {
        super(type, shapes);
        this.constructor = canonical(type.getRawClass());
        this.keeps = RecordConstructor.onlyAssigns(constructor);
    }

    private static Constructor<?> canonical(Class<?> type) throws UncrossableException {
        Class<?>[] components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> found = type.getDeclaredConstructor(components);
            if (!found.trySetAccessible()) {
                throw new UncrossableException("the constructor of " + type.getName()
                        + " cannot be called: open the package to asynccpu, such as with --add-opens");
            }
            return found;
        } catch (NoSuchMethodException e) {
            throw new UncrossableException("the record " + type.getName() + " lacks its canonical constructor", e);
        }
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        requireAllowed();
        List<FieldSlot> all = fields();
        if (!keeps) {
            requireSame(value, all);
        }
        for (FieldSlot field : all) {
            field.write(value, out);
        }
    }

    private void requireSame(Object value, List<FieldSlot> all) throws UncrossableException {
        @Nullable Object[] sent = new @Nullable Object[all.size()];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = all.get(i).get(value);
        }
        Object again = make(sent);
        for (int i = 0; i < sent.length; i++) {
            Object made = all.get(i).get(again);
            String difference = made == sent[i] ? null : Differences.find(sent[i], made);
            if (difference != null) {
                throw new UncrossableException("the constructor of " + name()
                                + " creates a record with other values; let it keep its arguments, or normalize in a"
                                + " factory method (" + difference + ")")
                        .in(all.get(i).name());
            }
        }
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        List<FieldSlot> all = fields();
        @Nullable Object[] components = new @Nullable Object[all.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = all.get(i).read(in);
        }
        Object value = make(components);
        markInitialized();
        return value;
    }

    @Override
    boolean runsNoApplicationCode() {
        return keeps && super.runsNoApplicationCode();
    }

    private Object make(@Nullable Object[] components) throws UncrossableException {
        try {
            return constructor.newInstance(components);
        } catch (InvocationTargetException e) {
            throw new UncrossableException(
                    "the constructor of " + name() + " rejects it: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new UncrossableException("a " + name() + " cannot be created: " + e, e);
        }
    }

    @Override
    boolean isMadeLast() {
        return true;
    }
}
