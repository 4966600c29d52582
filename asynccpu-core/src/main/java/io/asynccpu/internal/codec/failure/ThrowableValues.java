package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.UncrossableException;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Field values that consist of throwables: one throwable, or a list, set or array of nothing else. */
final class ThrowableValues {

    private ThrowableValues() {}

    /**
     * The throwables in a value, or null if it holds anything else. May throw anything, since a collection may be the
     * application's.
     */
    static @Nullable List<Throwable> in(Object value) {
        if (value instanceof Throwable throwable) {
            return List.of(throwable);
        }
        if (value instanceof Throwable[] array) {
            return List.of(array);
        }
        if (!(value instanceof Collection<?> collection)) {
            return null;
        }
        List<Throwable> throwables = new ArrayList<>();
        for (Object each : collection) {
            if (!(each instanceof Throwable throwable) || throwables.size() > FailureData.MOST_THROWABLES) {
                return null;
            }
            throwables.add(throwable);
        }
        return throwables.isEmpty() ? null : throwables;
    }

    /** The class that each element of a field of this type must have. */
    static Class<?> elementOf(Type declared) {
        Type element = Throwable.class;
        if (declared instanceof Class<?> array && array.isArray()) {
            element = array.getComponentType();
        } else if (declared instanceof ParameterizedType parameterized
                && parameterized.getActualTypeArguments().length == 1) {
            element = parameterized.getActualTypeArguments()[0];
        }
        if (element instanceof WildcardType wildcard) {
            element = wildcard.getUpperBounds()[0];
        }
        return element instanceof Class<?> type ? type : Throwable.class;
    }

    /**
     * Creates a list, set or array for a field of this type.
     *
     * @param throwables each an {@link #elementOf}
     */
    static Object make(Class<?> declared, List<Throwable> throwables) throws UncrossableException {
        if (declared.isArray()) {
            Object array = Array.newInstance(declared.getComponentType(), throwables.size());
            for (int i = 0; i < throwables.size(); i++) {
                Array.set(array, i, throwables.get(i));
            }
            return array;
        }
        if (declared.isAssignableFrom(ArrayList.class)) {
            return new ArrayList<>(throwables);
        }
        if (declared.isAssignableFrom(LinkedHashSet.class)) {
            return new LinkedHashSet<>(throwables);
        }
        throw new UncrossableException("throwables cross in lists, sets and arrays only");
    }
}
