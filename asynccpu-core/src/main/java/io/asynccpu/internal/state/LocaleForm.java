package io.asynccpu.internal.state;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text form of a locale. */
final class LocaleForm {

    private static final String SEPARATOR = "\n";

    private LocaleForm() {}

    /**
     * Writes language, country and variant unchanged, because a language tag would lose values that BCP 47 does not allow. A
     * locale with further parts is written as a tag.
     */
    static String write(Locale locale) {
        String plain = locale.getLanguage() + SEPARATOR + locale.getCountry() + SEPARATOR + locale.getVariant();
        return locale.equals(read(plain)) ? plain : locale.toLanguageTag();
    }

    static @Nullable Locale read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.split(SEPARATOR, 3);
        return parts.length == 3 ? new Locale(parts[0], parts[1], parts[2]) : Locale.forLanguageTag(text);
    }
}
