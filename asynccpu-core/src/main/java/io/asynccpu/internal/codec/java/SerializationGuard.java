package io.asynccpu.internal.codec.java;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.guard.Difference;
import io.asynccpu.internal.codec.guard.Differences;
import io.asynccpu.internal.codec.guard.RoundTripGuard;
import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.KotlinObjects;
import io.asynccpu.internal.codec.reflect.RecordConstructor;
import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which serialized values are read back and compared before they are sent: the first ones of each class, and
 * all values of a class with its own code for writing or reading. Thread-safe.
 */
final class SerializationGuard {

    private static final Set<String> HOOKS =
            Set.of("writeObject", "readObject", "writeReplace", "readResolve", "readObjectNoData");

    private final Map<Class<?>, RoundTripGuard> guards = new ConcurrentHashMap<>();
    private final ClassValue<Boolean> custom = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isCustom(type);
        }
    };

    boolean mustCompare(Set<Class<?>> classes) {
        boolean compare = false;
        boolean placed = false;
        boolean own = false;
        for (Class<?> type : classes) {
            if (isPlain(type)) {
                placed |=
                        Map.class.isAssignableFrom(type) || (Collection.class.isAssignableFrom(type) && !isList(type));
            } else {
                own = true;
                compare |= custom.get(type) || guard(type).mustReadBack();
            }
        }
        // The place of an element in a hash table or sorted collection may depend on its state when it was added, or on
        // objects that are read after it.
        return compare || (placed && own);
    }

    private static boolean isList(Class<?> type) {
        return List.class.isAssignableFrom(type);
    }

    private static boolean isPlain(Class<?> type) {
        return type.isArray() || type.isEnum() || JdkDataClasses.contains(type);
    }

    private RoundTripGuard guard(Class<?> type) {
        return guards.computeIfAbsent(type, any -> new RoundTripGuard());
    }

    void compare(Set<Class<?>> classes, Object sent, @Nullable Object made) throws UncrossableException {
        Difference difference = Differences.between(sent, made);
        if (difference == null) {
            classes.stream().filter(type -> !isPlain(type)).forEach(type -> guard(type)
                    .readBackSucceeded(1));
            return;
        }
        throw difference.refusal();
    }

    private static boolean isCustom(Class<?> type) {
        if (Fields.isPlatform(type)
                || Externalizable.class.isAssignableFrom(type)
                || KotlinObjects.instanceOf(type) != null) {
            return true;
        }
        if (type.isRecord()) {
            // A reference to a record from one of its own components is read as null, since the record does not exist
            // yet.
            return !hasPlainConstructor(type)
                    || !Arrays.stream(type.getRecordComponents())
                            .allMatch(each -> each.getType().isPrimitive() || JdkDataClasses.contains(each.getType()));
        }
        for (Class<?> each = type; each != null && !Fields.isPlatform(each); each = each.getSuperclass()) {
            if (!Serializable.class.isAssignableFrom(each)) {
                // The fields of a superclass that is not serializable are not written.
                return true;
            }
            for (Method method : each.getDeclaredMethods()) {
                if (HOOKS.contains(method.getName())) {
                    return true;
                }
            }
            for (Field field : each.getDeclaredFields()) {
                if (field.getName().equals("serialPersistentFields")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasPlainConstructor(Class<?> type) {
        Class<?>[] components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(components);
            return RecordConstructor.onlyAssigns(constructor);
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
