package io.asynccpu.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTests {

    private final List<String> ran = new ArrayList<>();

    private Contender contender(String name) {
        return new Contender(name, () -> {
            ran.add(name);
            return ran.size();
        });
    }

    @Test
    void contendersTakeTurnsAndEverySecondRoundGoesBackwards() throws Exception {
        Rounds.Results results = new Rounds(Scale.SMOKE, 3).alternate(List.of(contender("a"), contender("b")));
        assertThat(ran).containsExactly("a", "b", "b", "a", "a", "b");
        assertThat(results.of("a")).isEqualTo(new Spread(4, 1, 5));
        assertThat(results.of("b")).isEqualTo(new Spread(3, 2, 6));
    }

    @Test
    void roundsThatWarmUpDoNotCount() throws Exception {
        Rounds.Results results = new Rounds(Scale.QUICK, 1).alternate(List.of(contender("a")));
        assertThat(ran).hasSize(3);
        assertThat(results.of("a")).isEqualTo(new Spread(3, 3, 3));
    }

    @Test
    void whatIsColdIsNotWarmedUp() throws Exception {
        new Rounds(Scale.QUICK, 4).atMost(2).alternateCold(List.of(contender("a")));
        assertThat(ran).hasSize(2);
    }

    @Test
    void whatWasNotMeasuredHasNoResult() throws Exception {
        Rounds.Results results = new Rounds(Scale.SMOKE, 1).alternate(List.of(contender("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> results.of("b")).withMessageContaining("b");
    }
}
