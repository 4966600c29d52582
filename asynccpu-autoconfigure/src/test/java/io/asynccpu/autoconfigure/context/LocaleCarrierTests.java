package io.asynccpu.autoconfigure.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.asynccpu.spi.ContextCarrier.Captured;
import io.asynccpu.spi.ContextCarrier.Restored;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SimpleTimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;

class LocaleCarrierTests {

    private final LocaleCarrier carrier = new LocaleCarrier();

    @AfterEach
    void reset() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void aThreadWithoutALocaleOfItsOwnHasNothing() {
        assertThat(carrier.capture("pool", "task")).isNull();
    }

    @Test
    void aLocaleWithoutAZoneCrossesAlone() {
        LocaleContextHolder.setLocale(Locale.forLanguageTag("sr-Latn-RS-x-own"));
        Captured captured = Objects.requireNonNull(carrier.capture("pool", "task"));
        LocaleContextHolder.resetLocaleContext();
        Restored restored = carrier.restore(
                Map.of("locale", String.valueOf(captured.values().get("locale"))));
        assertThat(captured.values().get("zone")).isNull();
        assertThat(LocaleContextHolder.getLocale()).isEqualTo(Locale.forLanguageTag("sr-Latn-RS-x-own"));
        assertThat(LocaleContextHolder.getLocaleContext()).isNotInstanceOf(TimeZoneAwareLocaleContext.class);
        restored.remove(null);
        assertThat(LocaleContextHolder.getLocaleContext()).isNull();
    }

    @Test
    void aZoneThatTheChildWouldTakeForGmtIsRefused() {
        LocaleContextHolder.setTimeZone(new SimpleTimeZone(3_600_000, "Atlantis"));
        assertThatIllegalStateException()
                .isThrownBy(() -> carrier.capture("pool", "task"))
                .withMessageContaining("\"Atlantis\"");
    }
}
