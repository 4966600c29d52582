package io.asynccpu.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What code has set for a whole JVM, as far as it crosses: a default time zone, default locales, system properties. What is
 * not there is nobody's concern. As text only, so that nobody who passes it on runs the application's code. Immutable; many tasks
 * share one.
 */
public final class JvmState {

    public static final JvmState NONE = new JvmState(Map.of());

    static final String ZONE = "zone";
    static final String LOCALE = "locale";
    static final String DISPLAY_LOCALE = "locale.display";
    static final String FORMAT_LOCALE = "locale.format";
    /** Before the name of a system property. */
    static final String PROPERTY = "property.";
    /** Before the name of one that the parent got at its start, as the child did, and has no more. */
    static final String REMOVED = "removed.";

    private final Map<String, String> values;

    JvmState(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** As they cross. They may be secrets. */
    public Map<String, String> values() {
        return values;
    }

    /** What somebody who has the other one lacks. */
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

    /** What somebody who has the other one has too much. */
    public List<String> goneFrom(JvmState other) {
        return other.goneIn(values);
    }

    private List<String> goneIn(Map<String, String> next) {
        List<String> gone = new ArrayList<>(values.keySet());
        gone.removeAll(next.keySet());
        return gone;
    }

    /** With those values. Shares the texts that have not changed: there may be one for each task that waits. */
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

    /** Without the values: they may be secrets. */
    @Override
    public String toString() {
        return "JvmState" + values.keySet();
    }
}
