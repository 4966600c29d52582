package io.asynccpu.internal.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The JVM-wide state that children take over: default time zone, default locales and system properties. Parts that are missing are
 * left as they are in the child. The state is text, so passing it on runs no code of the application. Immutable; many tasks share
 * one instance.
 */
public final class JvmState {

    public static final JvmState NONE = new JvmState(Map.of());

    static final String ZONE = "zone";
    static final String LOCALE = "locale";
    static final String DISPLAY_LOCALE = "locale.display";
    static final String FORMAT_LOCALE = "locale.format";
    /** Prefix of the name of a system property. */
    static final String PROPERTY = "property.";
    /** Prefix of the name of a system property that parent and child got on their command lines and the parent has removed. */
    static final String REMOVED = "removed.";

    private final Map<String, String> values;

    JvmState(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Returns the values by key. They may be secrets. */
    public Map<String, String> values() {
        return values;
    }

    /** Returns the values that are different from those of the other state or missing there. */
    public Map<String, String> changesFrom(JvmState other) {
        return other.changesTo(values);
    }

    private Map<String, String> changesTo(Map<String, String> next) {
        Map<String, String> changes = new TreeMap<>();
        next.forEach((key, value) -> {
            if (!value.equals(values.get(key))) {
                changes.put(key, value);
            }
        });
        return changes;
    }

    /** Returns the keys of the other state that are missing here. */
    public List<String> goneFrom(JvmState other) {
        return other.goneIn(values);
    }

    private List<String> goneIn(Map<String, String> next) {
        List<String> gone = new ArrayList<>(values.keySet());
        gone.removeAll(next.keySet());
        return gone;
    }

    /** Returns a state with the given values. It shares unchanged texts with this one, because each waiting task may have a state. */
    JvmState become(Map<String, String> next) {
        return with(changesTo(next), goneIn(next));
    }

    JvmState with(Map<String, String> changes, List<String> gone) {
        if (changes.isEmpty() && gone.isEmpty()) {
            return this;
        }
        Map<String, String> changed = new TreeMap<>(values);
        changed.putAll(changes);
        changed.keySet().removeAll(gone);
        return new JvmState(changed);
    }

    JvmState without(Set<String> keys) {
        return with(Map.of(), List.copyOf(keys));
    }

    /** Omits the values, which may be secrets. */
    @Override
    public String toString() {
        return "JvmState" + values.keySet();
    }
}
