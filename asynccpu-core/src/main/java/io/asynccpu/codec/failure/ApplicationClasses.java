package io.asynccpu.codec.failure;

import io.asynccpu.codec.reflect.Fields;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The classes of a throwable that are not the JDK's, and their fields. */
final class ApplicationClasses {

    private ApplicationClasses() {}

    /** From the class directly below the JDK's to the given one; empty for a class of the JDK. */
    static List<Class<?>> of(Class<?> type) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> at = type; at != null && !Fields.isPlatform(at); at = at.getSuperclass()) {
            classes.add(0, at);
        }
        return classes;
    }

    /** What may stand in the field: for a type variable what it is bound to, since an exception has no type arguments. */
    static Type typeOf(Field field) {
        Type type = field.getGenericType();
        while (type instanceof TypeVariable<?> variable) {
            type = variable.getBounds()[0];
        }
        return type;
    }

    /** Whether an object has this in the field before anything was set. */
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
