package io.asynccpu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.peer.Peers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is timed here: only whether some rows run at all; the option --smoke does the same with each. */
class SideBySideTests {

    private static final List<String> NAMES = SideBySide.names(SideBySide.rows(Peers.none()));

    @Test
    void rowsAreThoseThatWereAgreedOn() {
        assertThat(NAMES)
                .containsExactly(
                        "round_trip_p50",
                        "burst",
                        "echo_64mib",
                        "records_100k",
                        "cpu_efficiency",
                        "mixed",
                        "cold_start_bare",
                        "cold_start_spring",
                        "application_start",
                        "idle_rss_bare",
                        "idle_rss_spring",
                        "queued_bytes",
                        "replacement",
                        "crash_to_answer",
                        "log_line",
                        "sandbox",
                        "isolation_p99");
    }

    @Tag("process")
    @ParameterizedTest
    @ValueSource(strings = {"round_trip_p50", "burst", "echo_64mib", "log_line"})
    void rowRunsAndGivesFiguresOfItsName(String row) throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Options options = Options.parse(List.of("--smoke", "--no-peers", "--rows", row), NAMES);
        SideBySide.Report report = SideBySide.run(options, new PrintStream(shown, true, StandardCharsets.UTF_8));
        assertThat(report.failures()).isEmpty();
        List<Figure> figures = report.figures();
        assertThat(figures).isNotEmpty();
        assertThat(figures.get(0).name()).isEqualTo(row);
        assertThat(figures).allSatisfy(figure -> {
            assertThat(figure.name()).startsWith(row);
            assertThat(figure.value().median()).isFinite();
            assertThat(shown.toString(StandardCharsets.UTF_8)).contains(figure.name());
        });
    }
}
