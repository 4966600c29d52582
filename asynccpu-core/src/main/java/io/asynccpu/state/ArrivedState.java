package io.asynccpu.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * In a child: a state of its parent's, ready to be compared before each task. Making one runs no code of the application, so
 * whoever listens to the parent may; to compare and to set it is left to tasks' threads. Immutable.
 */
public final class ArrivedState {

    static final ArrivedState NONE = new ArrivedState(JvmState.NONE, null);

    private final JvmState state;
    private final @Nullable ArrivedZone zone;
    private final @Nullable Locale locale;
    private final @Nullable Locale displayLocale;
    private final @Nullable Locale formatLocale;
    private final String[] names;
    private final String[] properties;
    private final List<String> removed = new ArrayList<>();

    /** @param before what was read of it is not read again */
    ArrivedState(JvmState state, @Nullable ArrivedState before) {
        this.state = state;
        String zoneText = state.values().get(JvmState.ZONE);
        ArrivedZone known = before == null ? null : before.zone;
        if (zoneText == null) {
            this.zone = null;
        } else {
            this.zone = known != null && known.isOf(zoneText) ? known : new ArrivedZone(zoneText);
        }
        this.locale = LocaleForm.read(state.values().get(JvmState.LOCALE));
        this.displayLocale = LocaleForm.read(state.values().get(JvmState.DISPLAY_LOCALE));
        this.formatLocale = LocaleForm.read(state.values().get(JvmState.FORMAT_LOCALE));
        TreeMap<String, String> sorted = new TreeMap<>();
        state.values().forEach((key, value) -> {
            if (key.startsWith(JvmState.PROPERTY)) {
                sorted.put(key.substring(JvmState.PROPERTY.length()), value);
            } else if (key.startsWith(JvmState.REMOVED)) {
                removed.add(key.substring(JvmState.REMOVED.length()));
            }
        });
        this.names = sorted.keySet().toArray(new String[0]);
        this.properties = sorted.values().toArray(new String[0]);
    }

    /** Whether this JVM has it. Makes nothing but the copy of a time zone. */
    boolean isHere() {
        return hasZone() && hasLocales() && hasProperties();
    }

    private boolean hasZone() {
        TimeZone wanted = zone();
        return wanted == null || wanted.equals(TimeZone.getDefault());
    }

    private @Nullable TimeZone zone() {
        return zone == null ? null : zone.zone();
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
            // Not get(), which does not see the defaults of whoever has replaced them all.
            if (!properties[i].equals(here.getProperty(names[i]))) {
                return false;
            }
        }
        return true;
    }

    /** Makes it this JVM's, which had taken over the other one before. */
    void set(ArrivedState before) {
        TimeZone wanted = zone();
        if (wanted != null && !hasZone()) {
            TimeZone.setDefault(wanted);
        }
        if (locale != null && displayLocale != null && formatLocale != null && !hasLocales()) {
            // Sets the other two as well.
            Locale.setDefault(locale);
            Locale.setDefault(Locale.Category.DISPLAY, displayLocale);
            Locale.setDefault(Locale.Category.FORMAT, formatLocale);
        }
        for (String name : before.names) {
            if (!state.values().containsKey(JvmState.PROPERTY + name)) {
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
            others.add(JvmState.ZONE);
        }
        if (!hasLocales()) {
            others.addAll(List.of(JvmState.LOCALE, JvmState.DISPLAY_LOCALE, JvmState.FORMAT_LOCALE));
        }
        for (int i = 0; i < names.length; i++) {
            if (!properties[i].equals(System.getProperty(names[i]))) {
                others.add(JvmState.PROPERTY + names[i]);
            }
        }
        return others;
    }

    /** Without the values: they may be secrets. */
    @Override
    public String toString() {
        return "Arrived" + state;
    }
}
