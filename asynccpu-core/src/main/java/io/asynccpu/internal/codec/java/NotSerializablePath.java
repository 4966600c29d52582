package io.asynccpu.internal.codec.java;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.ValuePath;
import java.io.Externalizable;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the object that made Java serialization fail, and the path to it; the exception only names its class. */
public final class NotSerializablePath {

    private static final int DEEPEST = 200;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private NotSerializablePath() {}

    public static UncrossableException explain(Object root, NotSerializableException failure) {
        Culprit culprit = new NotSerializablePath().find(root, 0);
        ValuePath path = culprit == null ? ValuePath.HERE : culprit.path();
        String name = culprit == null ? failure.getMessage() : culprit.type().getName();
        return new UncrossableException(
                path,
                name
                        + " does not implement java.io.Serializable; implement it, make the field transient, or leave the value out",
                failure);
    }

    private record Culprit(ValuePath path, Class<?> type) {

        Culprit in(String step) {
            return new Culprit(path.in(step), type);
        }
    }

    private @Nullable Culprit find(@Nullable Object value, int depth) {
        if (value == null
                || depth > DEEPEST
                || value instanceof String
                || value instanceof Enum
                || value instanceof Class) {
            return null;
        }
        if (!(value instanceof Serializable)) {
            return new Culprit(ValuePath.HERE, value.getClass());
        }
        if (value instanceof Externalizable || !seen.add(value)) {
            return null;
        }
        SerializedLambda lambda = SerializedLambdas.find(value);
        if (lambda != null) {
            return findCaptured(lambda, depth);
        }
        if (value instanceof Object[] array) {
            return findElement(Arrays.asList(array), depth);
        }
        if (value instanceof Collection<?> collection) {
            return findElement(collection, depth);
        }
        if (value instanceof Map<?, ?> map) {
            return findEntry(map, depth);
        }
        return findField(value, depth);
    }

    private @Nullable Culprit findCaptured(SerializedLambda lambda, int depth) {
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            Object captured = lambda.getCapturedArg(i);
            boolean self = captured != null
                    && captured.getClass()
                            .getName()
                            .equals(lambda.getCapturingClass().replace('/', '.'));
            Culprit found = find(captured, depth + 1);
            if (found != null) {
                return found.in(self ? "captured 'this'" : "captured variable " + (i + 1));
            }
        }
        return null;
    }

    private @Nullable Culprit findElement(Collection<?> elements, int depth) {
        int index = 0;
        for (Object element : elements) {
            Culprit found = find(element, depth + 1);
            if (found != null) {
                return found.in("[" + index + "]");
            }
            index++;
        }
        return null;
    }

    private @Nullable Culprit findEntry(Map<?, ?> map, int depth) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Culprit key = find(entry.getKey(), depth + 1);
            if (key != null) {
                return key.in("[key]");
            }
            Culprit found = find(entry.getValue(), depth + 1);
            if (found != null) {
                return found.in("[" + entry.getKey() + "]");
            }
        }
        return null;
    }

    private @Nullable Culprit findField(Object value, int depth) {
        for (Class<?> type = value.getClass();
                type != null && Serializable.class.isAssignableFrom(type);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (isWritten(field) && field.trySetAccessible()) {
                    Culprit found = find(read(field, value), depth + 1);
                    if (found != null) {
                        return found.in(field.getName());
                    }
                }
            }
        }
        return null;
    }

    private static boolean isWritten(Field field) {
        return !Modifier.isStatic(field.getModifiers())
                && !Modifier.isTransient(field.getModifiers())
                && !field.getType().isPrimitive();
    }

    private static @Nullable Object read(Field field, Object value) {
        try {
            return field.get(value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("An accessible field cannot be read: " + field, e);
        }
    }
}
