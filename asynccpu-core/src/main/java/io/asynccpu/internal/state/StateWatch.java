package io.asynccpu.internal.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Determines, in the parent, the JVM-wide state that a submitted task takes along. Thread-safe.
 *
 * <p>The JDK does not notify of changes, and a submit must see what its own thread has set just before. So each submit compares
 * this JVM with the last {@link StateSample}: the default time zone and locales, the values of the properties that children take
 * over, and the number of all properties. The comparison takes one lookup for each name, about 35 ns with 8 names and 95 ns with
 * 25. Only after a change all properties are read, in 10 to 20 microseconds.
 *
 * <p>Submitting threads share the last sample without a lock: samples are immutable once published, and if two threads take one at
 * the same time, either may remain.
 */
public final class StateWatch {

    /** Bounds the names and values of all properties, because each change waits in buffers. */
    static final int MOST_CHARACTERS = 64 << 10;

    private final @Nullable PropagationRules rules;
    private final Supplier<? extends List<String>> given;
    private volatile @Nullable StateSample last;

    /**
     * @param rules null if no state is taken over, because the workers run in this JVM
     * @param given the names of the system properties that children get on their command line, because this JVM got them so
     */
    public StateWatch(@Nullable PropagationRules rules, Supplier<? extends List<String>> given) {
        this.rules = rules;
        this.given = given;
    }

    /** Returns the present state, the same object as long as the state does not change. */
    public JvmState current() {
        if (rules == null) {
            return JvmState.NONE;
        }
        StateSample sample = last;
        return sample != null && sample.isCurrent() ? sample.state() : sample(rules, sample);
    }

    /** Returns the state of the last sample, or no state before the first one. Runs no code of the application. */
    public JvmState seen() {
        StateSample sample = last;
        return sample == null ? JvmState.NONE : sample.state();
    }

    private JvmState sample(PropagationRules rules, @Nullable StateSample before) {
        // Guard against race with a change on another thread: the texts are read after the objects to compare with, so
        // they are at most newer.
        StateSample sample = new StateSample(rules);
        Map<String, String> values = new HashMap<>();
        sample.writeZoneAndLocales(values);
        try {
            sample.readProperties(rules);
            withinBounds(sample.properties()).forEach((name, value) -> values.put(JvmState.PROPERTY + name, value));
            for (String name : given.get()) {
                if (rules.includesProperty(name) && !sample.properties().containsKey(name)) {
                    values.put(JvmState.REMOVED + name, "");
                }
            }
        } catch (RuntimeException e) {
            // Thrown by a security manager, or by an object that replaces the JVM's own properties.
            StateWarnings.warnOnce("System properties", "cannot be read and are not taken over", e);
        }
        JvmState known = before == null ? JvmState.NONE : before.state();
        JvmState state = known.become(values);
        sample.complete(state);
        last = sample;
        return state;
    }

    /** Returns the properties in text form, without the longest ones if all together are too long. */
    private static Map<String, String> withinBounds(Map<String, Object> all) {
        List<Map.Entry<String, String>> texts = new ArrayList<>();
        all.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.add(Map.entry(name, text));
            }
        });
        texts.sort(Comparator.comparingInt(StateWatch::length));
        Map<String, String> kept = new TreeMap<>();
        long characters = 0;
        for (Map.Entry<String, String> text : texts) {
            characters += length(text);
            if (characters <= MOST_CHARACTERS) {
                kept.put(text.getKey(), text.getValue());
            } else {
                StateWarnings.warnOnce(
                        "System property " + text.getKey(),
                        "does not cross: it has " + length(text)
                                + " characters, and all properties together may have at most " + MOST_CHARACTERS,
                        null);
            }
        }
        return kept;
    }

    private static int length(Map.Entry<String, String> property) {
        return property.getKey().length() + property.getValue().length();
    }
}
