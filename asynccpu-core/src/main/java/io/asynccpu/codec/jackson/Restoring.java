package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.reflect.Fields;
import java.io.IOException;
import java.io.NotActiveException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * What serializable classes do once their fields are there: make transient ones of the others, or refuse what they must not
 * be. Their {@code readObject} is called for that, on a stream that has already read the fields.
 */
final class Restoring {

    private final List<Method> methods;

    private Restoring(List<Method> methods) {
        this.methods = methods;
    }

    static Restoring of(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        for (Class<?> each = type; each != null && !Fields.isPlatform(each); each = each.getSuperclass()) {
            if (Serializable.class.isAssignableFrom(each)) {
                try {
                    Method method = each.getDeclaredMethod("readObject", ObjectInputStream.class);
                    if (method.trySetAccessible()) {
                        methods.add(0, method);
                    }
                } catch (NoSuchMethodException e) {
                    // It has nothing to restore.
                }
            }
        }
        return new Restoring(List.copyOf(methods));
    }

    boolean isThere() {
        return !methods.isEmpty();
    }

    void apply(Object read) throws UncrossableException {
        for (Method method : methods) {
            try {
                method.invoke(read, new FieldsAreThere());
            } catch (InvocationTargetException e) {
                throw new UncrossableException("its readObject() failed: " + e.getCause(), e.getCause());
            } catch (IllegalAccessException | IOException e) {
                throw new UncrossableException("its readObject() cannot be called: " + e, e);
            }
        }
    }

    private static final class FieldsAreThere extends ObjectInputStream {

        FieldsAreThere() throws IOException {}

        @Override
        public void defaultReadObject() {}

        @Override
        protected Object readObjectOverride() throws IOException {
            throw new NotActiveException("nothing was written besides the fields");
        }

        @Override
        public GetField readFields() throws IOException {
            throw new NotActiveException("the fields are in their places already");
        }
    }
}
