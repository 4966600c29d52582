package io.asynccpu.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * In the parent: what of this JVM's state a pool's tasks take along. Nobody tells of a change, so each submit looks, and must
 * see what its own thread has set just before: at the default time zone and locales, at the values of the system properties that
 * cross, and at the number of all. That takes a lookup for each name, some 35 ns with 8 of them and 95 ns with 25; only after a
 * change all are read, in 10 to 20 microseconds. Thread-safe without a lock.
 */
public final class StateWatch {

    /** All names and values of properties, in characters: each change waits in buffers. */
    static final int MOST_CHARACTERS = 64 << 10;

    private final @Nullable Crossing crossing;
    private final Supplier<? extends List<String>> given;
    private volatile @Nullable Seen last;

    /**
     * @param crossing null if nothing crosses, since workers are in this JVM
     * @param given names of system properties that children get on their command line, because this JVM got them so
     */
    public StateWatch(@Nullable Crossing crossing, Supplier<? extends List<String>> given) {
        this.crossing = crossing;
        this.given = given;
    }

    /** The state now; the same object as long as nothing has changed. */
    public JvmState current() {
        if (crossing == null) {
            return JvmState.NONE;
        }
        Seen seen = last;
        return seen != null && seen.isStill() ? seen.state : look(crossing, seen);
    }

    /** As the last look saw it, nothing before the first one. Runs no code of the application. */
    public JvmState seen() {
        Seen seen = last;
        return seen == null ? JvmState.NONE : seen.state;
    }

    private JvmState look(Crossing rule, @Nullable Seen before) {
        // Guard against race with another thread's change: what is read after the objects to compare with is at most
        // newer.
        Seen seen = new Seen(rule);
        Map<String, String> values = new HashMap<>();
        seen.put(values);
        try {
            seen.readProperties(rule);
            crossingProperties(seen.properties).forEach((name, value) -> values.put(JvmState.PROPERTY + name, value));
            for (String name : given.get()) {
                if (rule.ofProperty(name) && !seen.properties.containsKey(name)) {
                    values.put(JvmState.REMOVED + name, "");
                }
            }
        } catch (RuntimeException e) {
            // Of a security manager, or of what somebody has put in the place of the JVM's own properties.
            Untaken.tell("System properties", "cannot be read and do not cross", e);
        }
        JvmState known = before == null ? JvmState.NONE : before.state;
        seen.state = known.become(values);
        last = seen;
        return seen.state;
    }

    /** Where not all have room, the shortest have. */
    private static Map<String, String> crossingProperties(Map<String, Object> all) {
        List<Map.Entry<String, String>> texts = new ArrayList<>();
        all.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.add(Map.entry(name, text));
            }
        });
        texts.sort(Comparator.comparingInt(StateWatch::length));
        Map<String, String> crossing = new TreeMap<>();
        long characters = 0;
        for (Map.Entry<String, String> text : texts) {
            characters += length(text);
            if (characters <= MOST_CHARACTERS) {
                crossing.put(text.getKey(), text.getValue());
            } else {
                Untaken.tell(
                        "System property " + text.getKey(),
                        "does not cross: it has " + length(text) + " characters, and all that cross at most "
                                + MOST_CHARACTERS,
                        null);
            }
        }
        return crossing;
    }

    private static int length(Map.Entry<String, String> property) {
        return property.getKey().length() + property.getValue().length();
    }

    /** What was there at a look, so that the next one can compare. */
    private static final class Seen {

        private final @Nullable TimeZone zone;
        private final @Nullable Locale locale;
        private final @Nullable Locale displayLocale;
        private final @Nullable Locale formatLocale;
        private @Nullable Properties here;
        private int size;
        /** 0 if there are none that defaults alone have. */
        private int sizeWithDefaults;

        private Map<String, Object> properties = Map.of();
        private String[] names = {};
        private Object[] objects = {};
        private JvmState state = JvmState.NONE;

        Seen(Crossing rule) {
            zone = rule.ofZone() ? TimeZone.getDefault() : null;
            locale = rule.ofLocales() ? Locale.getDefault() : null;
            displayLocale = rule.ofLocales() ? Locale.getDefault(Locale.Category.DISPLAY) : null;
            formatLocale = rule.ofLocales() ? Locale.getDefault(Locale.Category.FORMAT) : null;
        }

        void put(Map<String, String> values) {
            if (zone != null) {
                try {
                    values.put(JvmState.ZONE, ZoneForm.write(zone));
                } catch (IOException | RuntimeException e) {
                    Untaken.tell("The default time zone " + zone.getClass().getName(), "does not cross", e);
                }
            }
            if (locale != null && displayLocale != null && formatLocale != null) {
                values.put(JvmState.LOCALE, LocaleForm.write(locale));
                values.put(JvmState.DISPLAY_LOCALE, LocaleForm.write(displayLocale));
                values.put(JvmState.FORMAT_LOCALE, LocaleForm.write(formatLocale));
            }
        }

        void readProperties(Crossing rule) {
            Properties all = System.getProperties();
            // Before the rest: one more that comes meanwhile is seen at the next look.
            int count = all.size();
            Map<String, Object> read = new TreeMap<>();
            Set<String> texts = all.stringPropertyNames();
            for (String name : texts) {
                String value = all.getProperty(name);
                if (value != null && rule.ofProperty(name)) {
                    read.put(name, value);
                }
            }
            // Also what is no text: it may become one.
            all.forEach((key, value) -> {
                if (key instanceof String name && !texts.contains(name) && rule.ofProperty(name)) {
                    read.put(name, value);
                }
            });
            names = read.keySet().toArray(new String[0]);
            objects = read.values().toArray();
            properties = read;
            size = count;
            sizeWithDefaults = all.keySet().containsAll(texts) ? 0 : texts.size();
            here = all;
        }

        boolean isStill() {
            return (zone == null || zone.equals(TimeZone.getDefault())) && isStillLocale() && hasStillProperties();
        }

        private boolean isStillLocale() {
            return locale == null
                    || (locale.equals(Locale.getDefault())
                            && Locale.getDefault(Locale.Category.DISPLAY).equals(displayLocale)
                            && Locale.getDefault(Locale.Category.FORMAT).equals(formatLocale));
        }

        @SuppressWarnings("ReferenceEquality") // Who sets the same text anew causes a look, which finds it the same.
        private boolean hasStillProperties() {
            Properties all;
            try {
                all = System.getProperties();
            } catch (SecurityException e) {
                return false;
            }
            if (all != here || all.size() != size) {
                return false;
            }
            for (int i = 0; i < names.length; i++) {
                if (objects[i] != value(all, names[i])) {
                    return false;
                }
            }
            return sizeWithDefaults == 0 || all.stringPropertyNames().size() == sizeWithDefaults;
        }

        /** Also of the defaults that come with whoever has replaced them all; and what is no text. */
        private static @Nullable Object value(Properties all, String name) {
            String text = all.getProperty(name);
            return text == null ? all.get(name) : text;
        }
    }
}
