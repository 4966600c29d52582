package io.asynccpu.internal.state;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the parent's JVM-wide state, with the objects that the next submit compares the JVM with. Filled by one thread,
 * immutable once {@link StateWatch} publishes it.
 */
final class StateSample {

    private final @Nullable TimeZone zone;
    private final @Nullable Locale locale;
    private final @Nullable Locale displayLocale;
    private final @Nullable Locale formatLocale;
    private @Nullable Properties source;
    private int size;
    /** 0 unless the defaults of a replaced {@code Properties} have names of their own. */
    private int sizeWithDefaults;

    private Map<String, Object> properties = Map.of();
    private String[] names = {};
    private Object[] objects = {};
    private JvmState state = JvmState.NONE;

    StateSample(PropagationRules rules) {
        zone = rules.includesZone() ? TimeZone.getDefault() : null;
        locale = rules.includesLocales() ? Locale.getDefault() : null;
        displayLocale = rules.includesLocales() ? Locale.getDefault(Locale.Category.DISPLAY) : null;
        formatLocale = rules.includesLocales() ? Locale.getDefault(Locale.Category.FORMAT) : null;
    }

    JvmState state() {
        return state;
    }

    Map<String, Object> properties() {
        return properties;
    }

    void complete(JvmState state) {
        this.state = state;
    }

    void writeZoneAndLocales(Map<String, String> values) {
        if (zone != null) {
            try {
                values.put(JvmState.ZONE, ZoneForm.write(zone));
            } catch (IOException | RuntimeException e) {
                StateWarnings.warnOnce(
                        "The default time zone " + zone.getClass().getName(), "is not taken over", e);
            }
        }
        if (locale != null && displayLocale != null && formatLocale != null) {
            values.put(JvmState.LOCALE, LocaleForm.write(locale));
            values.put(JvmState.DISPLAY_LOCALE, LocaleForm.write(displayLocale));
            values.put(JvmState.FORMAT_LOCALE, LocaleForm.write(formatLocale));
        }
    }

    void readProperties(PropagationRules rules) {
        Properties all = System.getProperties();
        // Read before the rest, so that the next submit sees a property that is added meanwhile.
        int count = all.size();
        Map<String, Object> read = new TreeMap<>();
        Set<String> texts = all.stringPropertyNames();
        for (String name : texts) {
            String value = all.getProperty(name);
            if (value != null && rules.includesProperty(name)) {
                read.put(name, value);
            }
        }
        // Includes values that are not text, because they may be replaced by text.
        all.forEach((key, value) -> {
            if (key instanceof String name && !texts.contains(name) && rules.includesProperty(name)) {
                read.put(name, value);
            }
        });
        names = read.keySet().toArray(new String[0]);
        objects = read.values().toArray();
        properties = read;
        size = count;
        sizeWithDefaults = all.keySet().containsAll(texts) ? 0 : texts.size();
        source = all;
    }

    /** Whether this JVM still has the state of this sample. */
    boolean isCurrent() {
        return (zone == null || zone.equals(TimeZone.getDefault())) && hasCurrentLocales() && hasCurrentProperties();
    }

    private boolean hasCurrentLocales() {
        return locale == null
                || (locale.equals(Locale.getDefault())
                        && Locale.getDefault(Locale.Category.DISPLAY).equals(displayLocale)
                        && Locale.getDefault(Locale.Category.FORMAT).equals(formatLocale));
    }

    @SuppressWarnings("ReferenceEquality") // Setting an equal text causes a new sample, which finds an equal state.
    private boolean hasCurrentProperties() {
        Properties all;
        try {
            all = System.getProperties();
        } catch (SecurityException e) {
            return false;
        }
        if (all != source || all.size() != size) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (objects[i] != value(all, names[i])) {
                return false;
            }
        }
        return sizeWithDefaults == 0 || all.stringPropertyNames().size() == sizeWithDefaults;
    }

    /** Includes the defaults of a replaced {@code Properties}, and values that are not text. */
    private static @Nullable Object value(Properties all, String name) {
        String text = all.getProperty(name);
        return text == null ? all.get(name) : text;
    }
}
