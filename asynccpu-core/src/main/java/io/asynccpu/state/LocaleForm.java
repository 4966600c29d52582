package io.asynccpu.state;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A locale as text. */
final class LocaleForm {

    private static final String SEPARATOR = "\n";

    private LocaleForm() {}

    /** Language, country and variant as they are: a tag would lose what is no word of BCP 47. A tag where there is more. */
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
