package io.asynccpu.internal.codec.reflect;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Kotlin's {@code object} declarations: classes with one instance, to which a second one would not be equal. */
public final class KotlinObjects {

    private KotlinObjects() {}

    /**
     * The only instance, or null if the class is not an {@code object}. The compiler stores it in a constant of this
     * name.
     */
    public static @Nullable Object instanceOf(Class<?> raw) {
        for (Annotation annotation : raw.getAnnotations()) {
            if (annotation.annotationType().getName().equals("kotlin.Metadata")) {
                try {
                    Field instance = raw.getDeclaredField("INSTANCE");
                    boolean constant = Modifier.isStatic(instance.getModifiers()) && instance.getType() == raw;
                    return constant && instance.trySetAccessible() ? instance.get(null) : null;
                } catch (NoSuchFieldException e) {
                    return null;
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("An accessible field cannot be read in " + raw, e);
                }
            }
        }
        return null;
    }
}
