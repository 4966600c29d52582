package io.asynccpu.codec.function;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands for the type variables of an interface, seen from a class or type that implements it. */
final class TypeArguments {

    private TypeArguments() {}

    /** The arguments, {@code Object} for those that are not said; null if the type is no {@code target}. */
    static @Nullable List<Type> find(Type type, Class<?> target) {
        return find(type, target, Map.of());
    }

    private static @Nullable List<Type> find(@Nullable Type type, Class<?> target, Map<TypeVariable<?>, Type> outer) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        Class<?> raw;
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> of) {
            raw = of;
            for (int i = 0; i < of.getTypeParameters().length; i++) {
                Type argument = parameterized.getActualTypeArguments()[i];
                bound.put(of.getTypeParameters()[i], outer.getOrDefault(argument, argument));
            }
        } else if (type instanceof Class<?> of) {
            raw = of;
        } else {
            return null;
        }
        if (raw == target) {
            List<Type> found = new ArrayList<>();
            for (TypeVariable<?> variable : raw.getTypeParameters()) {
                found.add(bound.getOrDefault(variable, Object.class));
            }
            return found;
        }
        for (Type parent : raw.getGenericInterfaces()) {
            List<Type> found = find(parent, target, bound);
            if (found != null) {
                return found;
            }
        }
        return find(raw.getGenericSuperclass(), target, bound);
    }
}
