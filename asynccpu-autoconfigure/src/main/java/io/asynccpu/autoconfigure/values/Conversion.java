package io.asynccpu.autoconfigure.values;

import java.io.IOException;
import java.util.function.Predicate;
import org.springframework.util.ClassUtils;

/**
 * Conversion of values that cannot be rebuilt from their fields, for example because they refer to a class loader, into a form
 * that can cross, and back.
 *
 * @param type of the value on the other side
 * @param covers the classes of values that cross so: the type, or some that it represents
 * @param form with the same type parameters; a record, so that its components cross by their fields
 */
record Conversion<T, F>(
        Class<? extends T> type, Predicate<Class<?>> covers, Class<F> form, Step<T, F> to, Step<F, T> from) {

    /** Conversion in one direction. It fails with a message for the caller who passed the value. */
    @FunctionalInterface
    interface Step<A, B> {
        /**
         * @param asArgument whether the parent has made it: a child may not name classes
         */
        B apply(A value, boolean asArgument) throws IOException;
    }

    /** Form of a value of which only the class is known. */
    record Nothing() {}

    static <T, F> Conversion<T, F> of(Class<? extends T> type, Class<F> form, Step<T, F> to, Step<F, T> from) {
        return new Conversion<>(type, raw -> raw == type, form, to, from);
    }

    /** A conversion that refuses all values of the class; {@code remedy} is the end of the message. */
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
