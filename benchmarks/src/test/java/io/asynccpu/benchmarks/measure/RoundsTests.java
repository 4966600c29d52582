package io.asynccpu.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoundsTests {

    private static final Duration AMPLE = Duration.ofHours(1);

    private final List<String> ran = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong(-42);

    /** Takes a second, by the clock of this test. */
    private Contender contender(String name) {
        return new Contender(name, () -> {
            ran.add(name);
            clock.addAndGet(1_000_000_000);
            return ran.size();
        });
    }

    private Rounds rounds(Scale scale, int count, Duration budget) {
        return new Rounds(scale, count, budget, clock::get);
    }

    @Test
    void contendersTakeTurnsAndEverySecondRoundGoesBackwards() throws Exception {
        Rounds.Results results = rounds(Scale.SMOKE, 3, AMPLE).alternate(List.of(contender("a"), contender("b")));
        assertThat(ran).containsExactly("a", "b", "b", "a", "a", "b");
        assertThat(results.of("a")).isEqualTo(new Spread(4, 1, 5));
        assertThat(results.of("b")).isEqualTo(new Spread(3, 2, 6));
    }

    @Test
    void oneContenderMayGiveSeveralFiguresOfTheSameRound() throws Exception {
        Contender both = new Contender(List.of("a", "b"), () -> {
            ran.add("both");
            return new double[] {ran.size(), 10 * ran.size()};
        });
        Rounds.Results results = rounds(Scale.QUICK, 3, Duration.ZERO).alternate(List.of(both));
        assertThat(results.of("a")).isEqualTo(new Spread(3, 2, 4));
        assertThat(results.of("b")).isEqualTo(new Spread(30, 20, 40));
    }

    @Test
    void roundsThatWarmUpDoNotCount() throws Exception {
        Rounds.Results results = rounds(Scale.QUICK, 1, AMPLE).alternate(List.of(contender("a")));
        int all = Scale.QUICK.warmUps() + 1;
        assertThat(ran).hasSize(all);
        assertThat(results.of("a")).isEqualTo(new Spread(all, all, all));
    }

    @Test
    void whatIsColdIsNotWarmedUp() throws Exception {
        rounds(Scale.QUICK, 4, AMPLE).atMost(2).alternateCold(List.of(contender("a")));
        assertThat(ran).hasSize(2);
    }

    @Test
    void warmingUpEndsAtAThirdOfTheBudgetAndCountingWhenItIsSpent() throws Exception {
        Rounds.Results results = rounds(Scale.QUICK, 100, Duration.ofSeconds(9)).alternate(List.of(contender("a")));
        assertThat(ran).hasSize(9);
        assertThat(results.of("a")).isEqualTo(new Spread(6.5, 4, 9));
    }

    @Test
    void threeRoundsCountHoweverSlow() throws Exception {
        rounds(Scale.QUICK, 5, Duration.ofMillis(1)).alternate(List.of(contender("a")));
        assertThat(ran).hasSize(1 + 3);
    }

    @Test
    void whatWasNotMeasuredHasNoResult() throws Exception {
        Rounds.Results results = rounds(Scale.SMOKE, 1, AMPLE).alternate(List.of(contender("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> results.of("b")).withMessageContaining("b");
    }
}
