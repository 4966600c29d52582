package io.asynccpu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asynccpu.benchmarks.measure.Scale;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTests {

    private static Options parse(String... arguments) {
        return Options.parse(List.of(arguments), List.of("burst", "mixed"));
    }

    @Test
    void nothingMeansEverythingAtFullScale() {
        assertThat(parse()).isEqualTo(new Options(Scale.FULL, null, List.of(), Scale.FULL.rounds(), true));
        assertThat(parse().wants("burst")).isTrue();
    }

    @Test
    void everyOptionIsHeard() {
        Options options = parse("--quick", "--json", "out.json", "--rows", "mixed", "--rounds", "7", "--no-peers");
        assertThat(options).isEqualTo(new Options(Scale.QUICK, Path.of("out.json"), List.of("mixed"), 7, false));
        assertThat(options.wants("mixed")).isTrue();
        assertThat(options.wants("burst")).isFalse();
    }

    @Test
    void roundsFollowTheScaleWhereverItStands() {
        assertThat(parse("--rows", "burst", "--quick").rounds()).isEqualTo(Scale.QUICK.rounds());
    }

    @Test
    void wrongUsageSaysWhatIsWrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--fast")).withMessage("Unknown option --fast");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--json")).withMessage("--json needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--rows", "burst,brust"))
                .withMessage("Unknown row brust; there are burst, mixed");
        for (String wrong : List.of("0", "-1", "many")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> parse("--rounds", wrong))
                    .withMessage("--rounds needs a number from 1, not " + wrong);
        }
    }
}
