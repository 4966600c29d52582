package io.asynccpu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.measure.Spread;
import io.asynccpu.benchmarks.row.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TimeLimitTests {

    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void workInTimeGivesItsResult() throws Exception {
        assertThat(TimeLimit.within(Duration.ofMinutes(1), "row", () -> 42)).isEqualTo(42);
    }

    @Test
    void whatHangsIsEndedAndItsPlaceIsNamed() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> TimeLimit.within(SHORT, "burst", () -> {
                    never.await();
                    return 0;
                }))
                .isInstanceOf(TimeoutException.class)
                .hasMessageStartingWith("burst has taken longer than")
                .hasMessageContaining("CountDownLatch.await")
                .hasMessageNotContaining("still runs");
    }

    @Test
    void waitingForAChildEndsWithTheChild() {
        assertThatThrownBy(() -> TimeLimit.within(SHORT, "burst", () -> {
                    Process child = new ProcessBuilder("sleep", "600").start();
                    // Hears no interrupt.
                    return child.onExit().join();
                }))
                .isInstanceOf(TimeoutException.class)
                .hasMessageNotContaining("still runs");
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(child -> child.info().command().orElse("").endsWith("sleep")))
                .isEmpty();
    }

    @Test
    void aRowThatFailsIsReportedAndTheOthersGoOn(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("figures.json");
        Options options = Options.parse(List.of("--smoke", "--json", json.toString()), List.of());
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        SideBySide.Report report = SideBySide.measure(
                options,
                List.of(
                        row("first", () -> {
                            throw new IllegalStateException("broken");
                        }),
                        row("second", () -> 7)),
                new PrintStream(shown, true, StandardCharsets.UTF_8));
        assertThat(report.failures())
                .singleElement()
                .asString()
                .startsWith("first:")
                .contains("broken");
        assertThat(report.figures()).extracting(Figure::name).containsExactly("second");
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("second", "broken");
        assertThat(Files.readString(json)).contains("second");
    }

    private static Row row(String name, Contender.Trial trial) {
        return new Row(name, "us") {

            @Override
            public List<Figure> measure(Rounds rounds) throws Exception {
                return List.of(Figure.alone(name, unit(), Spread.of(trial.run())));
            }
        };
    }
}
