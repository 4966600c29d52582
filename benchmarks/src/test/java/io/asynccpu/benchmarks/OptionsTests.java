package io.asynccpu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asynccpu.benchmarks.measure.Scale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTests {

    private static Options parse(String... arguments) {
        return Options.parse(List.of(arguments), List.of("burst", "mixed"));
    }

    @Test
    void nothingMeansEverythingAtFullScale() {
        assertThat(parse()).isEqualTo(new Options(Scale.FULL, null, List.of(), null, null, null));
        assertThat(parse().wants("burst")).isTrue();
    }

    @Test
    void everyOptionIsHeard(@TempDir Path directory) {
        Path json = directory.resolve("out.json");
        Options options = parse(
                "--quick",
                "--json",
                json.toString(),
                "--rows",
                "mixed",
                "--rounds",
                "7",
                "--peers",
                "pp4j,python",
                "--tinypool",
                "there");
        assertThat(options)
                .isEqualTo(new Options(
                        Scale.QUICK, json, List.of("mixed"), 7, List.of("pp4j", "python"), Path.of("there")));
        assertThat(options.wants("mixed")).isTrue();
        assertThat(options.wants("burst")).isFalse();
        assertThat(parse("--no-peers").peers()).isEmpty();
    }

    @Test
    void moreRoundsThanUsualMayTakeLonger() {
        Duration usual = parse("--quick").limit();
        assertThat(parse("--quick", "--rounds", "1").limit()).isEqualTo(usual);
        assertThat(parse("--quick", "--rounds", Integer.toString(3 * Scale.QUICK.rounds()))
                        .limit())
                .isEqualTo(usual.multipliedBy(3));
    }

    @Test
    void wrongUsageSaysWhatIsWrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--fast")).withMessage("Unknown option --fast");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--json")).withMessage("--json needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--json", "no/such/directory/out.json"))
                .withMessage("--json needs a file that can be written, not no/such/directory/out.json");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--rows", "burst,brust"))
                .withMessage("Unknown row brust; there are burst, mixed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--peers", "perl"))
                .withMessage("Unknown peer perl; there are python, tinypool, pp4j");
        for (String wrong : List.of("0", "-1", "many")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> parse("--rounds", wrong))
                    .withMessage("--rounds needs a number from 1, not " + wrong);
        }
    }
}
