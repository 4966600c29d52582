package io.asynccpu.crossing;

import io.asynccpu.crossing.Sample.Maker;
import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The samples of one kind. */
final class Samples {

    private final String kind;
    private final List<Sample> samples = new ArrayList<>();

    Samples(String kind) {
        this.kind = kind;
    }

    /** Something with a value in each place that a bean has for one. */
    static class Holder<T> implements Serializable {
        T one;
        List<T> many;
        T[] array;
    }

    <T> Samples add(String name, Class<T> type, Maker<? extends T> maker) {
        samples.add(new Sample(kind, name, type, maker));
        return this;
    }

    /** Where the class is generic and its arguments are left out, which is not what is asked here. */
    <T> Samples add(String name, TypeOf<T> type, Maker<? extends T> maker) {
        samples.add(new Sample(kind, name, type.type, maker));
        return this;
    }

    /** The value where the signature says {@code Object}. */
    Samples open(String name, Maker<?> maker) {
        samples.add(new Sample(kind, name + " as Object", Object.class, maker));
        return this;
    }

    /** The value by itself, in a bean, as a key and where {@code Object} is declared. */
    <T> Samples everywhere(String name, Class<T> type, Maker<? extends T> maker) {
        return everywhere(name, (Type) type, maker);
    }

    /** The value by itself, in a bean, as a key and where {@code Object} is declared. */
    <T> Samples everywhere(String name, TypeOf<T> type, Maker<? extends T> maker) {
        return everywhere(name, type.type, maker);
    }

    private Samples everywhere(String name, Type type, Maker<?> maker) {
        samples.add(new Sample(kind, name, type, maker));
        samples.add(new Sample(kind, name + " in a bean", generic(Holder.class, type), () -> held(maker)));
        samples.add(new Sample(kind, name + " as a key", generic(Map.class, type, String.class), () -> key(maker)));
        samples.add(new Sample(kind, name + " as Object", Object.class, maker));
        return this;
    }

    List<Sample> list() {
        return List.copyOf(samples);
    }

    private static Object held(Maker<?> maker) throws Exception {
        Holder<Object> holder = new Holder<>();
        holder.one = maker.make();
        holder.many = new ArrayList<>(List.of(maker.make()));
        holder.array = null;
        return holder;
    }

    private static Object key(Maker<?> maker) throws Exception {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(maker.make(), "value");
        return map;
    }

    static ParameterizedType generic(Class<?> raw, Type... arguments) {
        return new Generic(raw, List.of(arguments));
    }

    /** As the JDK's own. */
    private record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(new Type[0]);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public String getTypeName() {
            return raw.getName()
                    + arguments.stream().map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
        }
    }
}
