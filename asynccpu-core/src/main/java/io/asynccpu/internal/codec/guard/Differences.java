package io.asynccpu.internal.codec.guard;

import io.asynccpu.internal.codec.ProcessBoundTypes;
import io.asynccpu.internal.codec.ValuePath;
import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.KotlinObjects;
import io.asynccpu.internal.codec.reflect.LazyState;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * Compares a value with the one that was read back from its bytes: field by field and element by element, independently
 * of their own {@code equals}. Not thread-safe.
 */
public final class Differences {

    private static final int DEEPEST = 2_000;

    private static final ClassValue<List<Field>> COMPARABLE = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return Fields.of(type).stream()
                    .filter(field -> isComparable(field.getType()) && field.trySetAccessible())
                    .toList();
        }
    };

    private final IdentityHashMap<Object, Object> compared;
    private int depth;

    private Differences() {
        this.compared = new IdentityHashMap<>();
    }

    /** Starts a comparison whose failure has no effect on the given one. */
    private Differences(Differences started) {
        this.compared = new IdentityHashMap<>(started.compared);
        this.depth = started.depth;
    }

    /** The place and kind of the first difference, or null if there is none. */
    public static @Nullable String find(@Nullable Object sent, @Nullable Object made) {
        Difference difference = new Differences().compare(sent, made);
        return difference == null ? null : difference.toString();
    }

    public static @Nullable Difference between(@Nullable Object sent, @Nullable Object made) {
        return new Differences().compare(sent, made);
    }

    private @Nullable Difference compare(@Nullable Object sent, @Nullable Object made) {
        if (sent == made) {
            return null;
        }
        if (sent == null || made == null) {
            return differ(describe(sent) + " became " + describe(made));
        }
        if (JdkValueParts.isValue(sent)) {
            return sent.equals(made) ? null : differ(describe(sent) + " became " + describe(made));
        }
        Object known = compared.get(sent);
        if (known == made) {
            return null;
        }
        if (known != null && hasIdentity(sent)) {
            return differ("one object became two");
        }
        if (depth > DEEPEST) {
            return differ("it is nested too deeply to be compared");
        }
        compared.put(sent, made);
        depth++;
        try {
            return compareObjects(sent, made);
        } finally {
            depth--;
        }
    }

    /** Whether two references to this object must remain references to one object. */
    private static boolean hasIdentity(Object value) {
        Class<?> type = value.getClass();
        if (type.isArray() || value instanceof Collection || value instanceof Map) {
            return type.isArray() ? Array.getLength(value) > 0 : Modifier.isPublic(type.getModifiers());
        }
        return !Fields.isPlatform(type);
    }

    private @Nullable Difference compareObjects(Object sent, Object made) {
        Class<?> type = sent.getClass();
        if (type.isArray() && type == made.getClass()) {
            return compareArrays(sent, made);
        }
        if (Fields.isPlatform(type) || LazyState.ofCollection(type) != null) {
            return comparePlatform(sent, made);
        }
        if (type != made.getClass()) {
            // A collection of the application without fields is received as one of the JDK.
            if (sent instanceof Collection || sent instanceof Map) {
                return comparePlatform(sent, made);
            }
            if (type.isHidden() && made.getClass().isHidden()) {
                return null;
            }
            // If a module created an object of another class, that object's equals decides.
            return made.equals(sent) ? null : differ(describe(sent) + " became " + describe(made));
        }
        if (sent instanceof Enum || KotlinObjects.instanceOf(type) != null) {
            return differ("the constant " + describe(sent) + " became another object");
        }
        Difference found = sent instanceof Throwable one ? compareThrowables(one, (Throwable) made) : null;
        if (found == null && (sent instanceof Collection || sent instanceof Map)) {
            found = comparePlatform(sent, made);
        }
        return found != null ? found : compareFields(type, sent, made);
    }

    private @Nullable Difference compareFields(Class<?> type, Object sent, Object made) {
        for (Field field : COMPARABLE.get(type)) {
            Difference found = compare(get(field, sent), get(field, made));
            if (found != null) {
                return found.in(field.getName(), type);
            }
        }
        return null;
    }

    /** The other side's locks and threads are necessarily other objects. */
    private static boolean isComparable(Class<?> type) {
        return type.isPrimitive() || ProcessBoundTypes.reason(type) == null;
    }

    private static @Nullable Object get(Field field, Object holder) {
        try {
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("An accessible field cannot be read: " + field, e);
        }
    }

    private @Nullable Difference compareThrowables(Throwable sent, Throwable made) {
        if (!Objects.equals(sent.getMessage(), made.getMessage())) {
            return differ("the message " + sent.getMessage() + " became " + made.getMessage());
        }
        if (!Arrays.equals(sent.getStackTrace(), made.getStackTrace())) {
            return differ("another stack trace").in("stackTrace", sent.getClass());
        }
        Difference cause = compare(sent.getCause(), made.getCause());
        if (cause != null) {
            return cause.in("cause", sent.getClass());
        }
        Difference suppressed = compare(sent.getSuppressed(), made.getSuppressed());
        return suppressed == null ? null : suppressed.in("suppressed", sent.getClass());
    }

    private @Nullable Difference compareArrays(Object sent, Object made) {
        int length = Array.getLength(sent);
        if (length != Array.getLength(made)) {
            return differ(length + " elements became " + Array.getLength(made));
        }
        if (!(sent instanceof Object[] one)) {
            boolean same = Objects.deepEquals(sent, made);
            return same ? null : differ("other elements");
        }
        return compareElements(Arrays.asList(one), Arrays.asList((Object[]) made));
    }

    private @Nullable Difference comparePlatform(Object sent, Object made) {
        if (sent instanceof Throwable one) {
            return sent.getClass() == made.getClass()
                    ? compareThrowables(one, (Throwable) made)
                    : differ("a " + sent.getClass().getName() + " became a "
                            + made.getClass().getName());
        }
        if (sent instanceof Map<?, ?> one) {
            return made instanceof Map<?, ?> other ? compareMaps(one, other) : byEquals(sent, made);
        }
        if (sent instanceof Collection<?> one) {
            return made instanceof Collection<?> other ? compareCollections(one, other) : byEquals(sent, made);
        }
        if (sent instanceof Map.Entry<?, ?> one && made instanceof Map.Entry<?, ?> other) {
            return compareElements(
                    Arrays.asList(one.getKey(), one.getValue()), Arrays.asList(other.getKey(), other.getValue()));
        }
        List<Object> parts = JdkValueParts.of(sent);
        if (parts == null) {
            return byEquals(sent, made);
        }
        List<Object> others = sent.getClass() == made.getClass() ? JdkValueParts.of(made) : null;
        return others == null ? differ(describe(sent) + " became " + describe(made)) : compareElements(parts, others);
    }

    private @Nullable Difference byEquals(Object sent, Object made) {
        boolean same =
                sent.equals(made) || (sent.getClass() == made.getClass() && !JdkValueParts.hasEquals(sent.getClass()));
        return same ? null : differ(describe(sent) + " became " + describe(made));
    }

    private @Nullable Difference compareCollections(Collection<?> sent, Collection<?> made) {
        if (sent.size() != made.size()) {
            return differ(sent.size() + " elements became " + made.size());
        }
        if (sent instanceof SortedSet<?> one && made instanceof SortedSet<?> other) {
            Difference order = compareComparators(one.comparator(), other.comparator());
            return order != null ? order : compareElements(sent, made);
        }
        if (sent instanceof PriorityQueue<?> one && made instanceof PriorityQueue<?> other) {
            Difference order = compareComparators(one.comparator(), other.comparator());
            return order != null ? order : compareElements(sent, made);
        }
        boolean unordered =
                sent instanceof Set && !(sent instanceof LinkedHashSet || sent instanceof CopyOnWriteArraySet);
        return unordered ? compareUnordered(sent, made) : compareElements(sent, made);
    }

    private @Nullable Difference compareMaps(Map<?, ?> sent, Map<?, ?> made) {
        if (sent.size() != made.size()) {
            return differ(sent.size() + " entries became " + made.size());
        }
        if (sent instanceof SortedMap<?, ?> one && made instanceof SortedMap<?, ?> other) {
            Difference order = compareComparators(one.comparator(), other.comparator());
            return order != null ? order : compareElements(sent.entrySet(), made.entrySet());
        }
        return sent instanceof java.util.LinkedHashMap
                ? compareElements(sent.entrySet(), made.entrySet())
                : compareUnordered(entries(sent), made.entrySet());
    }

    /**
     * Entries of a map of the application or of a persistence provider may be of any class, with any {@code equals}.
     */
    private static Collection<?> entries(Map<?, ?> map) {
        if (Fields.isPlatform(map.getClass())) {
            return map.entrySet();
        }
        List<Object> entries = new ArrayList<>(map.size());
        for (Map.Entry<?, ?> each : map.entrySet()) {
            entries.add(new AbstractMap.SimpleImmutableEntry<>(each.getKey(), each.getValue()));
        }
        return entries;
    }

    private @Nullable Difference compareComparators(@Nullable Comparator<?> sent, @Nullable Comparator<?> made) {
        Difference difference = compare(sent, made);
        return difference == null ? null : difference.in("[comparator]", null);
    }

    private @Nullable Difference compareElements(Collection<?> sent, Collection<?> made) {
        Iterator<?> others = made.iterator();
        int index = 0;
        for (Object element : sent) {
            if (!others.hasNext()) {
                return differ("element " + index + " is missing");
            }
            Difference found = compare(element, others.next());
            if (found != null) {
                return found.in("[" + index + "]", null);
            }
            index++;
        }
        return null;
    }

    /** Mostly both have the same order. Otherwise each element must have a counterpart, and be found by its hash. */
    private @Nullable Difference compareUnordered(Collection<?> sent, Collection<?> made) {
        for (Object element : made) {
            if (!made.contains(element)) {
                return differ("an element is no longer found, since its hash was computed from an incomplete object");
            }
        }
        if (new Differences(this).compareElements(sent, made) == null) {
            return null;
        }
        List<Object> left = new ArrayList<>(made);
        for (Object element : sent) {
            if (!left.remove(element) && !removeSame(element, left)) {
                return differ(describe(element) + " is missing");
            }
        }
        return null;
    }

    private boolean removeSame(@Nullable Object element, List<Object> left) {
        for (Iterator<Object> others = left.iterator(); others.hasNext(); ) {
            if (new Differences(this).compare(element, others.next()) == null) {
                others.remove();
                return true;
            }
        }
        return false;
    }

    private static Difference differ(String what) {
        return new Difference(ValuePath.HERE, what, null);
    }

    private static String describe(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Number || value instanceof String || value instanceof Boolean) {
            String text = value.toString();
            return text.length() <= 40 ? "'" + text + "'" : "'" + text.substring(0, 40) + "…'";
        }
        return "a " + value.getClass().getName();
    }
}
