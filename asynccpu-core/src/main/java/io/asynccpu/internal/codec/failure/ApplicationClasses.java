package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.reflect.Fields;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The application classes of a throwable and the fields that they declare. */
final class ApplicationClasses {

    private ApplicationClasses() {}

    /** From the class directly below the JDK's to the given one; empty for a JDK class. */
    static List<Class<?>> of(Class<?> type) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> at = type; at != null && !Fields.isPlatform(at); at = at.getSuperclass()) {
            classes.add(0, at);
        }
        return classes;
    }

    /** The declared type of the field; for a type variable its bound, since an exception has no type arguments. */
    static Type typeOf(Field field) {
        Type type = field.getGenericType();
        while (type instanceof TypeVariable<?> variable) {
            type = variable.getBounds()[0];
        }
        return type;
    }

    /** Whether this is the value of the field in a new object. */
    static boolean isDefault(Field field, @Nullable Object value) {
        if (value == null) {
            return true;
        }
        if (!field.getType().isPrimitive()) {
            return false;
        }
        return value.equals(false)
                || value.equals('\0')
                || value.equals(0.0f)
                || value.equals(0.0)
                || (value instanceof Number number
                        && !(value instanceof Float)
                        && !(value instanceof Double)
                        && number.longValue() == 0);
    }
}
