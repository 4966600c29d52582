package io.asynccpu.internal.codec.function;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The type arguments of an interface for a class or type that implements it. */
final class TypeArguments {

    private TypeArguments() {}

    /** The arguments, {@code Object} where none is declared; null if the type does not implement {@code target}. */
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
