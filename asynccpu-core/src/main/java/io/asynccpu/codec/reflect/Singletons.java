package io.asynccpu.codec.reflect;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Classes with one object, by which it is known: a second one would not be equal to it. */
public final class Singletons {

    private Singletons() {}

    /** The one object of a Kotlin {@code object}: the compiler gives its class a constant of this name. */
    public static @Nullable Object of(Class<?> raw) {
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
