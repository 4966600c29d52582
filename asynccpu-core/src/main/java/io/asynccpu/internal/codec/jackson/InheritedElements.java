package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.DeclaredMethods;
import io.asynccpu.internal.codec.reflect.Fields;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * The elements that an application class stores in the collection or map of the JDK that it extends. They are read and
 * added by the methods of the JDK class, past all overrides.
 */
final class InheritedElements {

    private final boolean map;
    private final Slot elements;
    private final @Nullable Slot values;
    private final MethodHandle all;
    private final MethodHandle add;

    private InheritedElements(JavaType type, Class<?> platform, Shapes shapes) throws UncrossableException {
        this.map = Map.class.isAssignableFrom(platform);
        JavaType base = type.findSuperType(platform);
        this.elements = shapes.slot(map ? base.getKeyType() : base.getContentType());
        this.values = map ? shapes.slot(base.getContentType()) : null;
        try {
            Class<?> lowest = type.getRawClass();
            while (lowest.getSuperclass() != platform) {
                lowest = lowest.getSuperclass();
            }
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(lowest, MethodHandles.lookup());
            this.all = map
                    ? lookup.findSpecial(platform, "entrySet", MethodType.methodType(Set.class), lowest)
                    : lookup.findSpecial(platform, "iterator", MethodType.methodType(Iterator.class), lowest);
            this.add = map
                    ? lookup.findSpecial(
                            platform, "put", MethodType.methodType(Object.class, Object.class, Object.class), lowest)
                    : lookup.findSpecial(platform, "add", MethodType.methodType(boolean.class, Object.class), lowest);
        } catch (ReflectiveOperationException e) {
            throw new UncrossableException(
                    "the elements that " + type.getRawClass().getName() + " inherits from " + platform.getName()
                            + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** The elements that the class inherits from the JDK, or null if there are none. */
    static @Nullable InheritedElements of(JavaType type, Shapes shapes) throws UncrossableException {
        Class<?> platform = Fields.platformSuperclass(type.getRawClass());
        CollectionKind collection = CollectionKind.of(platform);
        MapKind map = MapKind.of(platform);
        if (platform == LinkedHashMap.class && DeclaredMethods.has(type.getRawClass(), "removeEldestEntry", 1)) {
            throw new UncrossableException(type.getRawClass().getName()
                    + " removes its eldest entries, and it is unknown whether by age or by last access; hold the"
                    + " map in a field instead");
        }
        if (collection != null || map != null) {
            if ((collection != null && collection.comparator() != null) || (map != null && map.comparator() != null)) {
                throw new UncrossableException(type.getRawClass().getName() + " extends " + platform.getName()
                        + ", whose comparator cannot be set from outside; hold it in a field instead");
            }
            return new InheritedElements(type, platform, shapes);
        }
        if (Fields.hasState(platform)) {
            throw new UncrossableException(type.getRawClass().getName() + " extends " + platform.getName()
                    + ", whose state cannot be read; hold it in a field instead");
        }
        return null;
    }

    void write(Object value, GraphWriter out) throws UncrossableException {
        if (value instanceof LinkedHashMap && CollectionInvariants.isByAccess((Map<?, ?>) value)) {
            throw new UncrossableException(
                    "its entries are in the order of their last access, which cannot be set in a subclass; hold the map in a field");
        }
        if (value instanceof Set<?> set) {
            CollectionInvariants.requireDistinct(set);
        } else if (value instanceof Map<?, ?> entries && !(value instanceof IdentityHashMap)) {
            CollectionInvariants.requireDistinct(entries.keySet());
        }
        if (values != null) {
            List<Map.Entry<?, ?>> entries = new ArrayList<>();
            for (Object entry : (Set<?>) call(all, value)) {
                entries.add((Map.Entry<?, ?>) entry);
            }
            MapShape.writeEntries(entries, entries.size(), elements, values, out);
            return;
        }
        List<@Nullable Object> list = new ArrayList<>();
        ((Iterator<?>) call(all, value)).forEachRemaining(list::add);
        CollectionShape.writeElements(list, list.size(), elements, out);
    }

    void read(Object value, GraphReader in) throws UncrossableException {
        if (values != null) {
            MapShape.readInto(new Entries(value), elements, values, in.objects().openReferences(), in);
        } else {
            int size = in.count();
            int openReferences = in.objects().openReferences();
            long weight = in.objects().weight();
            List<@Nullable Object> list = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                list.add(elements.read(in));
            }
            if (!(value instanceof List)) {
                CollectionInvariants.requireHashable(list);
                in.requireBoundedWeight(weight);
            }
            GraphReader.Step fill = () -> {
                for (Object element : list) {
                    call(add, value, element);
                }
            };
            if (in.objects().openReferences() == openReferences || value instanceof List) {
                fill.run();
            } else {
                in.atTheEnd(fill);
            }
        }
    }

    /** The map with the methods of the JDK class. */
    private final class Entries extends AbstractMap<@Nullable Object, @Nullable Object> {

        private final Object target;

        Entries(Object target) {
            this.target = target;
        }

        @Override
        public @Nullable Object put(@Nullable Object key, @Nullable Object value) {
            try {
                return add.invoke(target, key, value);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        @SuppressWarnings("unchecked") // a map's entry set has this type
        public Set<Map.Entry<@Nullable Object, @Nullable Object>> entrySet() {
            try {
                return (Set<Map.Entry<@Nullable Object, @Nullable Object>>) call(all, target);
            } catch (UncrossableException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Object call(MethodHandle method, @Nullable Object... arguments) throws UncrossableException {
        try {
            return method.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UncrossableException("the inherited elements cannot be read or added: " + e, e);
        }
    }

    void check(Slot.Check check) throws UncrossableException {
        check.in(map ? "[key]" : "[]", elements);
        if (values != null) {
            check.in("[]", values);
        }
    }
}
