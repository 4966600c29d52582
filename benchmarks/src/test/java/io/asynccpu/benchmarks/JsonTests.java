package io.asynccpu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Spread;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTests {

    @Test
    void fileIsAnArrayOfObjectsWithExactlyTheAgreedFields(@TempDir Path directory) {
        Path file = directory.resolve("figures.json");
        Json.write(
                List.of(
                        Figure.compared("round_trip_p50", "us", Spread.of(8, 10, 9), "raw socket", Spread.of(6)),
                        Figure.alone("idle_rss_bare", "MiB", Spread.of(40.5))),
                file);
        JsonNode expected = JsonMapper.shared().readTree("""
                        [
                          {"name": "round_trip_p50", "value": 9.0, "unit": "us",
                           "baseline": 6.0, "baselineName": "raw socket", "ratio": 1.5},
                          {"name": "idle_rss_bare", "value": 40.5, "unit": "MiB",
                           "baseline": null, "baselineName": null, "ratio": null}
                        ]
                        """);
        assertThat(JsonMapper.shared().readTree(file.toFile())).isEqualTo(expected);
    }
}
