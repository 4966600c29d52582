package io.asynccpu.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What code has set for a whole JVM, as far as it crosses: a default time zone, default locales, system properties. What is
 * not there is nobody's concern. Immutable; many tasks share one.
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
    // Read before each task, so they stand ready.
    private final @Nullable TimeZone zone;
    private final @Nullable Locale locale;
    private final @Nullable Locale displayLocale;
    private final @Nullable Locale formatLocale;
    private final String[] names;
    private final String[] properties;
    private final List<String> removed = new ArrayList<>();

    /** As its values have crossed. */
    JvmState(Map<String, String> values) {
        this.values = Map.copyOf(values);
        this.zone = ZoneForm.read(values.get(ZONE));
        this.locale = LocaleForm.read(values.get(LOCALE));
        this.displayLocale = LocaleForm.read(values.get(DISPLAY_LOCALE));
        this.formatLocale = LocaleForm.read(values.get(FORMAT_LOCALE));
        Map<String, String> sorted = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(PROPERTY)) {
                sorted.put(key.substring(PROPERTY.length()), value);
            } else if (key.startsWith(REMOVED)) {
                removed.add(key.substring(REMOVED.length()));
            }
        });
        this.names = sorted.keySet().toArray(new String[0]);
        this.properties = sorted.values().toArray(new String[0]);
    }

    /** As they cross. They may be secrets. */
    public Map<String, String> values() {
        return values;
    }

    /** What somebody who has the other one lacks. */
    public Map<String, String> changesFrom(JvmState other) {
        Map<String, String> changes = new TreeMap<>(values);
        changes.entrySet().removeAll(other.values.entrySet());
        return changes;
    }

    /** What somebody who has the other one has too much. */
    public List<String> goneFrom(JvmState other) {
        List<String> gone = new ArrayList<>(other.values.keySet());
        gone.removeAll(values.keySet());
        return gone;
    }

    JvmState with(Map<String, String> changes, List<String> gone) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.putAll(changes);
        changed.keySet().removeAll(gone);
        return new JvmState(changed);
    }

    JvmState without(Set<String> keys) {
        return keys.isEmpty() ? this : with(Map.of(), List.copyOf(keys));
    }

    /** Whether this JVM has it. Makes nothing but the copy of a time zone. */
    boolean isHere() {
        return hasZone() && hasLocales() && hasProperties();
    }

    private boolean hasZone() {
        return zone == null || zone.equals(TimeZone.getDefault());
    }

    private boolean hasLocales() {
        return locale == null
                || (locale.equals(Locale.getDefault())
                        && Objects.equals(displayLocale, Locale.getDefault(Locale.Category.DISPLAY))
                        && Objects.equals(formatLocale, Locale.getDefault(Locale.Category.FORMAT)));
    }

    private boolean hasProperties() {
        if (names.length == 0) {
            return true;
        }
        Properties here = System.getProperties();
        for (int i = 0; i < names.length; i++) {
            if (!properties[i].equals(here.get(names[i]))) {
                return false;
            }
        }
        return true;
    }

    /** Makes it this JVM's, which had taken over the other one before. */
    void set(JvmState before) {
        if (zone != null && !hasZone()) {
            TimeZone.setDefault(zone);
        }
        if (locale != null && displayLocale != null && formatLocale != null && !hasLocales()) {
            // Sets the other two as well.
            Locale.setDefault(locale);
            Locale.setDefault(Locale.Category.DISPLAY, displayLocale);
            Locale.setDefault(Locale.Category.FORMAT, formatLocale);
        }
        for (String name : before.names) {
            if (!values.containsKey(PROPERTY + name)) {
                System.clearProperty(name);
            }
        }
        removed.forEach(System::clearProperty);
        for (int i = 0; i < names.length; i++) {
            if (!properties[i].equals(System.getProperty(names[i]))) {
                System.setProperty(names[i], properties[i]);
            }
        }
    }

    /** The keys of what this JVM has otherwise. */
    Set<String> othersHere() {
        Set<String> others = new HashSet<>();
        if (!hasZone()) {
            others.add(ZONE);
        }
        if (!hasLocales()) {
            others.addAll(List.of(LOCALE, DISPLAY_LOCALE, FORMAT_LOCALE));
        }
        for (int i = 0; i < names.length; i++) {
            if (!properties[i].equals(System.getProperty(names[i]))) {
                others.add(PROPERTY + names[i]);
            }
        }
        return others;
    }

    /** Without the values: they may be secrets. */
    @Override
    public String toString() {
        return "JvmState" + values.keySet();
    }
}
