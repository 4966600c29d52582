package io.asynccpu.codec;

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

/** Finds the object that Java serialization stumbled over, and the way to it; the exception only names its class. */
final class NotSerializablePath {

    private static final int DEEPEST = 200;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private NotSerializablePath() {}

    static UncrossableException explain(Object root, NotSerializableException failure) {
        Culprit culprit = new NotSerializablePath().find(root, "", 0);
        String path = culprit == null ? "" : culprit.path();
        String name = culprit == null ? failure.getMessage() : culprit.type().getName();
        return new UncrossableException(
                path,
                name + " does not implement java.io.Serializable; let it, make the field transient, or leave it out",
                failure);
    }

    private record Culprit(String path, Class<?> type) {}

    private @Nullable Culprit find(@Nullable Object value, String path, int depth) {
        if (value == null
                || depth > DEEPEST
                || value instanceof String
                || value instanceof Enum
                || value instanceof Class) {
            return null;
        }
        if (!(value instanceof Serializable)) {
            return new Culprit(path, value.getClass());
        }
        if (value instanceof Externalizable || !seen.add(value)) {
            return null;
        }
        SerializedLambda lambda = SerializedLambdas.find(value);
        if (lambda != null) {
            return findCaptured(lambda, path, depth);
        }
        if (value instanceof Object[] array) {
            return findElement(Arrays.asList(array), path, depth);
        }
        if (value instanceof Collection<?> collection) {
            return findElement(collection, path, depth);
        }
        if (value instanceof Map<?, ?> map) {
            return findEntry(map, path, depth);
        }
        return findField(value, path, depth);
    }

    private @Nullable Culprit findCaptured(SerializedLambda lambda, String path, int depth) {
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            Object captured = lambda.getCapturedArg(i);
            boolean self = captured != null
                    && captured.getClass()
                            .getName()
                            .equals(lambda.getCapturingClass().replace('/', '.'));
            Culprit found =
                    find(captured, step(path, self ? "captured 'this'" : "captured variable " + (i + 1)), depth + 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Culprit findElement(Collection<?> elements, String path, int depth) {
        int index = 0;
        for (Object element : elements) {
            Culprit found = find(element, path + "[" + index++ + "]", depth + 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Culprit findEntry(Map<?, ?> map, String path, int depth) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Culprit key = find(entry.getKey(), path + "[key]", depth + 1);
            Culprit found = key != null ? key : find(entry.getValue(), path + "[" + entry.getKey() + "]", depth + 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Culprit findField(Object value, String path, int depth) {
        for (Class<?> type = value.getClass();
                type != null && Serializable.class.isAssignableFrom(type);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (isWritten(field) && field.trySetAccessible()) {
                    Culprit found = find(read(field, value), step(path, field.getName()), depth + 1);
                    if (found != null) {
                        return found;
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

    private static String step(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
