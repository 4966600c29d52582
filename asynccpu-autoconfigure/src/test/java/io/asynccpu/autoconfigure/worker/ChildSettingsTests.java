package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildSettingsTests {

    private static final ChildSettings SETTINGS = new ChildSettings(
            new ChildSettings.Main(
                    "com.acme.Main",
                    List.of("--x=1", "own"),
                    new ChildSettings.RunSelector(List.of("com.acme.A"), true, 2),
                    Duration.ofMillis(2500)),
            new ApplicationParts(
                    Map.of("main-class", List.of("com.acme.Main"), "initializers", List.of("com.acme.I", "com.acme.J")),
                    Map.of("allow-circular-references", "true"),
                    List.of()),
            new ChildSettings(
                    null,
                    ApplicationParts.NONE,
                    null,
                    List.of("com.acme.Above"),
                    List.of(),
                    List.of("--y"),
                    List.of(),
                    List.of(),
                    Map.of()),
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
        ChildSettings settings = new ChildSettings(
                null,
                ApplicationParts.NONE,
                null,
                List.of("com.acme.A"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of());

        assertThat(ChildSettings.fromMap(settings.toMap())).isEqualTo(settings);
    }

    @Test
    void withoutTheCallOfMainAllElseCrosses() {
        ChildSettings without = ChildSettings.fromMap(ChildSettings.withoutMain(SETTINGS.toMap()));

        assertThat(without.main()).isNull();
        assertThat(without.parts()).isEqualTo(SETTINGS.parts());
        assertThat(without.arguments()).isEqualTo(SETTINGS.arguments());
    }

    @Test
    void theirTextHoldsNoValue() {
        assertThat(SETTINGS.toString()).contains("com.acme.Main").doesNotContain("secret");
    }
}
