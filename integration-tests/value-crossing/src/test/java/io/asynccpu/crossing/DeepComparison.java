package io.asynccpu.crossing;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.collection.spi.PersistentCollection;

/**
 * Whether what arrived is what was sent. Walks both graphs side by side: application objects field by field, the hidden
 * ones too, the JDK's by what they mean. Two references to one object must be two references to one object. Knows nothing
 * of codecs.
 */
final class DeepComparison {

    private final Map<Object, Object> arrivedFor;
    private final Map<Object, Object> sentFor;
    private final Deque<Pair> todo = new ArrayDeque<>();
    private final Deque<Pair> found = new ArrayDeque<>();
    private Step step;

    /** The way to a value, from it to the root. */
    private record Step(Step before, String name) {}

    private record Pair(Object sent, Object arrived, Step step) {}

    private DeepComparison(Map<Object, Object> arrivedFor, Map<Object, Object> sentFor, Step step) {
        this.arrivedFor = arrivedFor;
        this.sentFor = sentFor;
        this.step = step;
    }

    /** Path and kind of the first difference, or null. */
    static String difference(Object sent, Object arrived) {
        try {
            return new DeepComparison(new IdentityHashMap<>(), new IdentityHashMap<>(), null).run(sent, arrived);
        } catch (RuntimeException e) {
            return "comparing fails with " + e.getClass().getSimpleName();
        }
    }

    private String run(Object sent, Object arrived) {
        todo.push(new Pair(sent, arrived, step));
        while (!todo.isEmpty()) {
            Pair pair = todo.pop();
            step = pair.step();
            String difference = compare(pair.sent(), pair.arrived());
            if (difference != null) {
                String path = path(step);
                return path.isEmpty() ? difference : path + ": " + difference;
            }
            // The first found is looked at first.
            while (!found.isEmpty()) {
                todo.push(found.pollLast());
            }
        }
        return null;
    }

    /** For those that take a value apart: compare these two as well, later. */
    void and(String name, Object sent, Object arrived) {
        found.addLast(new Pair(sent, arrived, new Step(step, name)));
    }

    /** Whether these two are the same; if so, what they hold counts as met. */
    boolean isSame(Object sent, Object arrived) {
        Map<Object, Object> there = new IdentityHashMap<>(arrivedFor);
        Map<Object, Object> back = new IdentityHashMap<>(sentFor);
        if (new DeepComparison(there, back, step).run(sent, arrived) != null) {
            return false;
        }
        arrivedFor.putAll(there);
        sentFor.putAll(back);
        return true;
    }

    private String compare(Object sent, Object arrived) {
        if (sent == null || arrived == null) {
            return sent == arrived ? null : "null " + (sent == null ? "was sent" : "arrived");
        }
        if (Identity.matters(sent)) {
            if (arrivedFor.containsKey(sent)) {
                return arrivedFor.get(sent) == arrived ? null : "one object became two";
            }
            if (sentFor.containsKey(arrived)) {
                return "two objects became one";
            }
            arrivedFor.put(sent, arrived);
            sentFor.put(arrived, sent);
        }
        if (sent == arrived) {
            return null;
        }
        if (sent.getClass().isArray()) {
            return sent.getClass() == arrived.getClass()
                    ? Containers.compareArrays(this, sent, arrived)
                    : classes(sent, arrived);
        }
        if (Lambdas.isOne(sent)) {
            return Lambdas.compare(this, sent, arrived);
        }
        Class<?> type = sent.getClass();
        if (!Jdk.has(type)) {
            return application(sent, arrived);
        }
        return sent instanceof Map || sent instanceof Collection
                ? Containers.compare(this, sent, arrived)
                : JdkComparison.compare(this, sent, arrived);
    }

    private String application(Object sent, Object arrived) {
        Class<?> type = sent.getClass();
        if (Proxy.isProxyClass(type)) {
            and("handler", Proxy.getInvocationHandler(sent), Proxy.getInvocationHandler(arrived));
            return type == arrived.getClass() ? null : classes(sent, arrived);
        }
        if (Special.stands(this, sent, arrived)) {
            return null;
        }
        if (sent instanceof PersistentCollection && Jdk.has(arrived.getClass())) {
            // Loaded; what it holds is what counts, and mostly it is equal to nothing by itself.
            if (sent instanceof Map<?, ?> map && arrived instanceof Map<?, ?> other) {
                and("entries", new LinkedHashMap<>(map), new LinkedHashMap<>(other));
                return null;
            } else if (sent instanceof Collection<?> all && arrived instanceof Collection<?> others) {
                and("elements", new ArrayList<>(all), new ArrayList<>(others));
                return null;
            }
        }
        if (type != arrived.getClass()) {
            return isAsGood(sent, arrived) ? null : classes(sent, arrived);
        }
        if (type.isEnum() || sent instanceof Enum || Special.isSingleton(sent)) {
            return "not the constant";
        }
        for (Class<?> owner = type; !Jdk.has(owner); owner = owner.getSuperclass()) {
            for (Field field : Special.fields(owner)) {
                and(field.getName(), Special.get(field, sent), Special.get(field, arrived));
            }
        }
        if (Special.isUninitialized(sent) || Special.isUninitialized(arrived)) {
            return Special.isUninitialized(sent) == Special.isUninitialized(arrived) ? null : "loaded or not";
        }
        if (sent instanceof Map || sent instanceof Collection) {
            return Containers.compare(this, sent, arrived);
        }
        return Jdk.parent(type) == Object.class || Jdk.parent(type) == Record.class
                ? null
                : JdkComparison.compare(this, sent, arrived);
    }

    /**
     * A library's collection may become another one: a plain one where it adds nothing of its own, or what its Jackson module
     * makes. Then both say that they are the same, and are so in the same order.
     */
    private static boolean isAsGood(Object sent, Object arrived) {
        return !sent.getClass().getName().startsWith("io.asynccpu.")
                && sent.equals(arrived)
                && arrived.equals(sent)
                && sent.hashCode() == arrived.hashCode()
                && sent.toString().equals(arrived.toString());
    }

    static String classes(Object sent, Object arrived) {
        String one = name(sent.getClass());
        String other = name(arrived.getClass());
        return one.equals(other)
                ? arrived.getClass().getName() + " instead of "
                        + sent.getClass().getName()
                : other + " instead of " + one;
    }

    /** Without the package. */
    private static String name(Class<?> type) {
        return type.getTypeName().substring(type.getTypeName().lastIndexOf('.') + 1);
    }

    private static String path(Step last) {
        Deque<String> names = new ArrayDeque<>();
        int length = 0;
        for (Step each = last; each != null; each = each.before()) {
            names.push(each.name());
            length++;
        }
        StringBuilder path = new StringBuilder();
        int shown = 0;
        for (String name : names) {
            if (++shown > 8 && shown < length) {
                continue;
            }
            path.append(shown == length && length > 9 ? "…" : "");
            path.append(name.startsWith("[") || path.isEmpty() ? "" : ".").append(name);
        }
        return path.toString();
    }
}
