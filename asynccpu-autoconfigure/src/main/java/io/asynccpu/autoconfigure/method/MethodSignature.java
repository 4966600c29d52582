package io.asynccpu.autoconfigure.method;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.springframework.core.ResolvableType;

/**
 * Types with which a method's arguments and result cross between processes. Parent and child both use this class, so that they
 * agree.
 *
 * @param parameterTypes without type variables
 * @param resultType type of the value of a returned future, stage or Mono; {@code void.class} for none
 */
public record MethodSignature(List<Type> parameterTypes, Type resultType) {

    public MethodSignature {
        parameterTypes = List.copyOf(parameterTypes);
    }

    /** @param beanClass the bean's own class, not that of its proxy */
    public static MethodSignature of(Method method, Class<?> beanClass) {
        List<Type> parameters = IntStream.range(0, method.getParameterCount())
                .mapToObj(i -> resolve(ResolvableType.forMethodParameter(method, i, beanClass), Set.of()))
                .toList();
        return new MethodSignature(
                parameters, resolve(result(ResolvableType.forMethodReturnType(method, beanClass)), Set.of()));
    }

    /** By name, as it may be absent. */
    public static boolean isMono(Class<?> type) {
        return type.getName().equals("reactor.core.publisher.Mono");
    }

    private static ResolvableType result(ResolvableType returned) {
        if (isMono(returned.toClass())) {
            return returned.getGeneric(0);
        }
        for (Class<?> awaited : List.of(CompletionStage.class, Future.class)) {
            ResolvableType found = returned.as(awaited);
            if (!found.equals(ResolvableType.NONE)) {
                return found.getGeneric(0);
            }
        }
        return returned;
    }

    /**
     * The type with every variable and wildcard replaced by its value or its bound.
     *
     * @param within variables that are being replaced, as the bound of a variable may contain the variable itself
     */
    private static Type resolve(ResolvableType type, Set<Type> within) {
        Class<?> raw = type.resolve();
        if (raw == null || within.contains(type.getType())) {
            return Object.class;
        }
        if (type.getType() instanceof Class<?>) {
            return raw;
        }
        Set<Type> inside = new HashSet<>(within);
        if (type.getType() instanceof TypeVariable<?> variable) {
            inside.add(variable);
        }
        if (type.isArray()) {
            return arrayOf(resolve(type.getComponentType(), inside));
        }
        if (!type.hasGenerics()) {
            return raw;
        }
        ResolvableType[] arguments = Arrays.stream(type.getGenerics())
                .map(argument -> ResolvableType.forType(resolve(argument, inside)))
                .toArray(ResolvableType[]::new);
        return ResolvableType.forClassWithGenerics(raw, arguments).getType();
    }

    private static Type arrayOf(Type component) {
        return component instanceof Class<?> raw ? raw.arrayType() : new ArrayOf(component);
    }

    private record ArrayOf(Type getGenericComponentType) implements GenericArrayType {

        @Override
        public String getTypeName() {
            return getGenericComponentType.getTypeName() + "[]";
        }
    }
}
