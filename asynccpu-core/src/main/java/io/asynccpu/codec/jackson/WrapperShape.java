package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
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
 * A set, map or collection of {@code java.util.Collections} around another one, which decides what it finds: a map without
 * regard to case must not become one with it. Only Java's serialization shows what is inside.
 */
@SuppressWarnings("JdkObsolete") // applications have them, old or not
final class WrapperShape extends Shape {

    private static final Map<Class<?>, Wrapper> WRAPPERS = new HashMap<>();

    /**
     * @param content what is declared of what is inside
     */
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

    /** The interface of what is inside of such an object; null for other classes. */
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
            throw new UncrossableException("what is inside of a " + name() + " cannot be told: " + e, e);
        }
    }

    /** Of one such as {@code List.of}, which shows something else in its place, and has no order or equality of its own. */
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
            throw UncrossableException.damagedBytes("nothing in a " + name());
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
    void check(TypeCheck check) throws UncrossableException {
        check.in("", content);
    }

    /** Writes nothing of what it is shown, and keeps the first that is the content. */
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
