package io.asynccpu.codec.java;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.guard.Difference;
import io.asynccpu.codec.guard.Differences;
import io.asynccpu.codec.guard.Guard;
import io.asynccpu.codec.reflect.Fields;
import io.asynccpu.codec.reflect.PlainConstructor;
import io.asynccpu.codec.reflect.Singletons;
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
 * Which values of Java's serialization are read back before they are sent: the first ones of each class, and all of a class
 * that has a say in how it is written or made. Thread-safe.
 */
final class FormGuard {

    private static final Set<String> HOOKS =
            Set.of("writeObject", "readObject", "writeReplace", "readResolve", "readObjectNoData");

    private final Map<Class<?>, Guard> guards = new ConcurrentHashMap<>();
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
                compare |= custom.get(type) || guard(type).isUnproven();
            }
        }
        // Where an element stands may depend on what it was when it was put in, or on what is read after it.
        return compare || (placed && own);
    }

    private static boolean isList(Class<?> type) {
        return List.class.isAssignableFrom(type);
    }

    private static boolean isPlain(Class<?> type) {
        return type.isArray() || type.isEnum() || PlainClasses.contains(type);
    }

    private Guard guard(Class<?> type) {
        return guards.computeIfAbsent(type, any -> new Guard());
    }

    void compare(Set<Class<?>> classes, Object sent, @Nullable Object made) throws UncrossableException {
        Difference difference = Differences.between(sent, made);
        if (difference == null) {
            classes.stream().filter(type -> !isPlain(type)).forEach(type -> guard(type)
                    .proven(1));
            return;
        }
        throw difference.refusal();
    }

    private static boolean isCustom(Class<?> type) {
        if (Fields.isPlatform(type) || Externalizable.class.isAssignableFrom(type) || Singletons.of(type) != null) {
            return true;
        }
        if (type.isRecord()) {
            // One that holds references may be reached by them before it exists, and is null there.
            return !hasPlainConstructor(type)
                    || !Arrays.stream(type.getRecordComponents())
                            .allMatch(each -> each.getType().isPrimitive() || PlainClasses.contains(each.getType()));
        }
        for (Class<?> each = type; each != null && !Fields.isPlatform(each); each = each.getSuperclass()) {
            if (!Serializable.class.isAssignableFrom(each)) {
                // Its fields are not written but made anew.
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
            return PlainConstructor.isPlain(constructor);
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
