package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import java.io.IOException;
import java.io.NotActiveException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code readObject} methods of a serializable class, which restore transient fields or reject values. They are
 * called with a stream that has already read the fields.
 */
final class ReadObjectHooks {

    private final List<Method> methods;

    private ReadObjectHooks(List<Method> methods) {
        this.methods = methods;
    }

    static ReadObjectHooks of(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        for (Class<?> each = type; each != null && !Fields.isPlatform(each); each = each.getSuperclass()) {
            if (Serializable.class.isAssignableFrom(each)) {
                try {
                    Method method = each.getDeclaredMethod("readObject", ObjectInputStream.class);
                    if (method.trySetAccessible()) {
                        methods.add(0, method);
                    }
                } catch (NoSuchMethodException e) {
                    // The class has no readObject method.
                }
            }
        }
        return new ReadObjectHooks(List.copyOf(methods));
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
            throw new NotActiveException("the fields are set already");
        }
    }
}
