package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildSettingsTests {

    private static final ChildSettings SETTINGS = new ChildSettings(
            "com.acme.Main",
            List.of("com.acme.A", "com.acme.B"),
            List.of("classpath:beans.xml"),
            List.of("--x=1", "", "two words"),
            List.of("prod", "eu"),
            List.of("test", "systemProperties", "a.b[0]"),
            Map.of("test", Map.of("k.l[0]", "v", "empty", ""), "a.b[0]", Map.of("password", "secret")));

    @Test
    void theyCrossAsAMap() {
        assertThat(ChildSettings.fromMap(SETTINGS.toMap())).isEqualTo(SETTINGS);
    }

    @Test
    void anApplicationWithoutMainCrosses() {
        ChildSettings settings =
                new ChildSettings(null, List.of("com.acme.A"), List.of(), List.of(), List.of(), List.of(), Map.of());

        assertThat(ChildSettings.fromMap(settings.toMap())).isEqualTo(settings);
    }

    @Test
    void theirTextHoldsNoValue() {
        assertThat(SETTINGS.toString()).contains("com.acme.Main").doesNotContain("secret");
    }
}
