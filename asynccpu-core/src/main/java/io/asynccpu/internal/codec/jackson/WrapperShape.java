package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The shape of the wrappers of {@code java.util.Collections} around another collection or map, which determines what is
 * found: a case-insensitive map must not become a case-sensitive one. Only Java serialization reveals the wrapped
 * object.
 */
@SuppressWarnings("JdkObsolete") // applications use them
final class WrapperShape extends Shape {

    private static final Map<Class<?>, Wrapper> WRAPPERS = new HashMap<>();

    /** @param content the interface of the wrapped object */
    private record Wrapper(Class<?> content, UnaryOperator<Object> maker) {}

    static {
        add(Collection.class, c -> Collections.unmodifiableCollection((Collection<?>) c), new ArrayList<>());
        add(Collection.class, c -> Collections.synchronizedCollection((Collection<?>) c), new ArrayList<>());
        add(Set.class, c -> Collections.unmodifiableSet((Set<?>) c), new HashSet<>());
        add(Set.class, c -> Collections.synchronizedSet((Set<?>) c), new HashSet<>());
        add(List.class, c -> Collections.unmodifiableList((List<?>) c), new ArrayList<>(), new LinkedList<>());
        add(List.class, c -> Collections.synchronizedList((List<?>) c), new ArrayList<>(), new LinkedList<>());
        add(SortedSet.class, c -> Collections.unmodifiableSortedSet((SortedSet<?>) c), new TreeSet<>());
        add(SortedSet.class, c -> Collections.synchronizedSortedSet((SortedSet<?>) c), new TreeSet<>());
        add(NavigableSet.class, c -> Collections.unmodifiableNavigableSet((NavigableSet<?>) c), new TreeSet<>());
        add(NavigableSet.class, c -> Collections.synchronizedNavigableSet((NavigableSet<?>) c), new TreeSet<>());
        add(SortedMap.class, c -> Collections.unmodifiableSortedMap((SortedMap<?, ?>) c), new TreeMap<>());
        add(SortedMap.class, c -> Collections.synchronizedSortedMap((SortedMap<?, ?>) c), new TreeMap<>());
        add(NavigableMap.class, c -> Collections.unmodifiableNavigableMap((NavigableMap<?, ?>) c), new TreeMap<>());
        add(NavigableMap.class, c -> Collections.synchronizedNavigableMap((NavigableMap<?, ?>) c), new TreeMap<>());
        add(Map.class, c -> Collections.unmodifiableMap((Map<?, ?>) c), new HashMap<>());
        add(Map.class, c -> Collections.synchronizedMap((Map<?, ?>) c), new HashMap<>());
    }

    private final Wrapper wrapper;
    private final Slot content;

    private static void add(Class<?> content, UnaryOperator<Object> maker, Object... samples) {
        for (Object sample : samples) {
            WRAPPERS.put(maker.apply(sample).getClass(), new Wrapper(content, maker));
        }
    }

    static Iterable<Class<?>> all() {
        return WRAPPERS.keySet();
    }

    /** The interface of the wrapped object; null if the class is not a wrapper. */
    static @Nullable Class<?> contentOf(Class<?> type) {
        Wrapper wrapper = WRAPPERS.get(type);
        return wrapper == null ? null : wrapper.content;
    }

    WrapperShape(Class<?> type, Slot content) {
        super(type);
        this.wrapper = Objects.requireNonNull(WRAPPERS.get(type));
        this.content = content;
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        content.write(inside(value), out);
    }

    private Object inside(Object value) throws UncrossableException {
        try (Looking looking = new Looking(value, wrapper.content)) {
            looking.writeObject(value);
            return looking.found == null ? copy(value) : looking.found;
        } catch (IOException e) {
            throw new UncrossableException("the object that a " + name() + " wraps cannot be found: " + e, e);
        }
    }

    /**
     * A copy for a wrapped object, such as one of {@code List.of}, that serializes another object in its place and has
     * no order or equality of its own.
     */
    private static Object copy(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new LinkedHashMap<>(map);
        }
        return value instanceof Set<?> set ? new LinkedHashSet<>(set) : new ArrayList<>((Collection<?>) value);
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        Object inside = content.read(in);
        if (inside == null) {
            throw UncrossableException.damagedBytes("a " + name() + " without content");
        }
        return wrapper.maker.apply(inside);
    }

    @Override
    boolean isMadeLast() {
        return true;
    }

    @Override
    boolean isPlain() {
        return true;
    }

    @Override
    void check(Slot.Check check) throws UncrossableException {
        check.in("", content);
    }

    /** Writes nothing; keeps the first object of the content's type. */
    private static final class Looking extends ObjectOutputStream {

        private final Object wrapper;
        private final Class<?> content;
        private @Nullable Object found;

        Looking(Object wrapper, Class<?> content) throws IOException {
            super(OutputStream.nullOutputStream());
            this.wrapper = wrapper;
            this.content = content;
            enableReplaceObject(true);
        }

        @Override
        protected @Nullable Object replaceObject(@Nullable Object object) {
            if (object == wrapper) {
                return object;
            }
            if (found == null && content.isInstance(object)) {
                found = object;
            }
            return null;
        }
    }
}
