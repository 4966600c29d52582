package io.asynccpu.internal.state;

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
 * A state of the parent in a child, prepared for the comparison before each task. The constructor runs no code of the application,
 * so the thread that reads the parent's messages may call it. Comparing and setting may run such code and are left to task threads.
 * Immutable.
 */
public final class ReceivedState {

    static final ReceivedState NONE = new ReceivedState(JvmState.NONE, null);

    private final JvmState state;
    private final @Nullable ReceivedZone zone;
    private final @Nullable Locale locale;
    private final @Nullable Locale displayLocale;
    private final @Nullable Locale formatLocale;
    private final String[] names;
    private final String[] properties;
    private final List<String> removed = new ArrayList<>();

    /** @param before a state whose decoded time zone is reused if it has not changed */
    ReceivedState(JvmState state, @Nullable ReceivedState before) {
        this.state = state;
        String zoneText = state.values().get(JvmState.ZONE);
        ReceivedZone known = before == null ? null : before.zone;
        if (zoneText == null) {
            this.zone = null;
        } else {
            this.zone = known != null && known.isOf(zoneText) ? known : new ReceivedZone(zoneText);
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

    /** Whether this JVM has this state. Allocates nothing except the copy of a time zone. */
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
            // Not get(), which does not see the defaults of a replaced Properties.
            if (!properties[i].equals(here.getProperty(names[i]))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Sets this state in this JVM.
     *
     * @param before the state that was set last
     */
    void set(ReceivedState before) {
        TimeZone wanted = zone();
        if (wanted != null && !hasZone()) {
            TimeZone.setDefault(wanted);
        }
        if (locale != null && displayLocale != null && formatLocale != null && !hasLocales()) {
            // Also sets the other two, which are therefore set afterwards.
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

    /** Returns the keys of the parts that are different in this JVM. */
    Set<String> differences() {
        Set<String> differences = new HashSet<>();
        if (!hasZone()) {
            differences.add(JvmState.ZONE);
        }
        if (!hasLocales()) {
            differences.addAll(List.of(JvmState.LOCALE, JvmState.DISPLAY_LOCALE, JvmState.FORMAT_LOCALE));
        }
        for (int i = 0; i < names.length; i++) {
            if (!properties[i].equals(System.getProperty(names[i]))) {
                differences.add(JvmState.PROPERTY + names[i]);
            }
        }
        return differences;
    }

    /** Omits the values, which may be secrets. */
    @Override
    public String toString() {
        return "Received" + state;
    }
}
