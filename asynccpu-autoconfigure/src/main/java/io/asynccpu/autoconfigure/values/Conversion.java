package io.asynccpu.autoconfigure.values;

import java.io.IOException;
import java.util.function.Predicate;
import org.springframework.util.ClassUtils;

/**
 * What crosses in place of a value that its fields do not make, such as one that knows a class loader.
 *
 * @param type what is made on the other side
 * @param covers the classes of values that cross so: this one, or some that it stands for
 * @param form of the same type parameters; a record, so that what it holds crosses by its fields
 */
record Conversion<T, F>(
        Class<? extends T> type, Predicate<Class<?>> covers, Class<F> form, Step<T, F> to, Step<F, T> from) {

    /** Fails with a message for who passed the value. */
    @FunctionalInterface
    interface Step<A, B> {
        /**
         * @param asArgument whether the parent has made it: a child may not name classes
         */
        B apply(A value, boolean asArgument) throws IOException;
    }

    /** Stands where nothing is known but the class. */
    record Nothing() {}

    static <T, F> Conversion<T, F> of(Class<? extends T> type, Class<F> form, Step<T, F> to, Step<F, T> from) {
        return new Conversion<>(type, raw -> raw == type, form, to, from);
    }

    /** No value of this class crosses; {@code remedy} says what does. */
    static Conversion<Object, Nothing> refusal(Class<?> type, String remedy) {
        String message = ClassUtils.getShortName(type) + " " + remedy;
        return of(
                type,
                Nothing.class,
                (value, asArgument) -> {
                    throw new IllegalArgumentException(message);
                },
                (form, asArgument) -> {
                    throw new IllegalArgumentException(message);
                });
    }
}
