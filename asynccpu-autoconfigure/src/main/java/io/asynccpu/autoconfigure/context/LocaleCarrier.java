package io.asynccpu.autoconfigure.context;

import io.asynccpu.spi.ContextCarrier;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;

/**
 * Carrier of the locale and time zone of Spring's {@link LocaleContextHolder}, if they are set for the thread, as for a web
 * request.
 */
public final class LocaleCarrier implements ContextCarrier {

    private static final String LOCALE = "locale";
    private static final String ZONE = "zone";

    @Override
    public String name() {
        return "locale";
    }

    @Override
    public @Nullable Captured capture(String pool, String task) {
        LocaleContext context = LocaleContextHolder.getLocaleContext();
        if (context == null) {
            return null;
        }
        Map<String, @Nullable String> values = new HashMap<>();
        Locale locale = context.getLocale();
        values.put(LOCALE, locale == null ? null : tag(locale));
        TimeZone zone = context instanceof TimeZoneAwareLocaleContext aware ? aware.getTimeZone() : null;
        values.put(ZONE, zone == null ? null : id(zone));
        return () -> values;
    }

    private static String tag(Locale locale) {
        String tag = locale.toLanguageTag();
        if (!Locale.forLanguageTag(tag).equals(locale)) {
            throw new IllegalStateException("The locale \"" + locale + "\" cannot be expressed as a language tag");
        }
        return tag;
    }

    /** The child would use GMT for a zone that it does not know. */
    private static String id(TimeZone zone) {
        if (!TimeZone.getTimeZone(zone.getID()).hasSameRules(zone)) {
            throw new IllegalStateException(
                    "The time zone \"" + zone.getID() + "\" is not the zone that the JVM has for its id");
        }
        return zone.getID();
    }

    @Override
    public Restored restore(Map<String, String> values) {
        String tag = values.get(LOCALE);
        String id = values.get(ZONE);
        Locale locale = tag == null ? null : Locale.forLanguageTag(tag);
        LocaleContextHolder.setLocaleContext(
                id == null
                        ? new SimpleLocaleContext(locale)
                        : new SimpleTimeZoneAwareLocaleContext(locale, TimeZone.getTimeZone(id)));
        return failure -> LocaleContextHolder.resetLocaleContext();
    }
}
