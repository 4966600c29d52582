package io.asynccpu.codec;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What a serializable lambda or method reference tells of itself. */
final class SerializedLambdas {

    private SerializedLambdas() {}

    /** Null if the object is no serializable lambda. */
    static @Nullable SerializedLambda find(Object function) {
        if (!function.getClass().isSynthetic()) {
            return null;
        }
        try {
            // The compiler gives every serializable lambda this private method.
            Method method = function.getClass().getDeclaredMethod("writeReplace");
            return method.trySetAccessible() && method.invoke(function) instanceof SerializedLambda lambda
                    ? lambda
                    : null;
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("A lambda does not tell its form: " + function.getClass(), e);
        }
    }
}
