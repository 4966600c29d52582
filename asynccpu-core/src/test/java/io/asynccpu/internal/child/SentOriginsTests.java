package io.asynccpu.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.protocol.LineOrigin;
import io.asynccpu.internal.protocol.Payload;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentOriginsTests {

    private static final Payload ENCODED = Payload.of(new byte[] {1});

    private final SentOrigins origins = new SentOrigins();

    private static ForwardedLine line(String logger, int level, String thread, Map<String, String> mdc) {
        return new ForwardedLine(logger, level, null, "message", thread, Instant.now(), List.of(), mdc, Map.of(), null);
    }

    @Test
    void onlyALineWithTheSameOriginFindsIt() {
        origins.add(line("l", 20, "t", Map.of()), 7, ENCODED);
        assertThat(origins.find(line("l", 20, "t", new HashMap<>()), 7)).isNotNull();
        assertThat(origins.find(line("l", 20, "t", Map.of()), 8)).isNull();
        assertThat(origins.find(line("l", 20, "t", Map.of("k", "v")), 7)).isNull();
        assertThat(origins.find(line("l", 20 + LineOrigin.KEPT, "t", Map.of()), 7))
                .isNull();
        assertThat(origins.find(line("k", 20, "t", Map.of()), 7)).isNull();
    }

    /** Some logging back ends hand out the map that they go on to use. */
    @Test
    void aMapThatChangesIsAnotherOrigin() {
        Map<String, String> mdc = new HashMap<>(Map.of("k", "v"));
        origins.add(line("l", 20, "t", mdc), 7, ENCODED);
        assertThat(origins.find(line("l", 20, "t", mdc), 7)).isNotNull();
        mdc.put("k", "w");
        assertThat(origins.find(line("l", 20, "t", mdc), 7)).isNull();
    }

    @Test
    void aLongOriginIsNotKept() {
        origins.add(line("l", 20, "t", Map.of()), 7, Payload.of(new byte[LineOrigin.LONGEST_KEPT + 1]));
        assertThat(origins.find(line("l", 20, "t", Map.of()), 7)).isNull();
    }
}
