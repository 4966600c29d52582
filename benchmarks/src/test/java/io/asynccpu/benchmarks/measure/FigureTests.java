package io.asynccpu.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTests {

    private static final Spread TWO = Spread.of(2);
    private static final Spread TEN = Spread.of(10);

    @Test
    void ratioIsValueByBaseline() {
        assertThat(Figure.compared("f", "us", TEN, "other", TWO).ratio()).isEqualTo(5);
    }

    @Test
    void timesLowerIsBaselineByValue() {
        assertThat(Figure.timesLower("f", "us", TWO, "other", TEN).ratio()).isEqualTo(5);
    }

    @Test
    void goalsOfTheRatioAreJudged() {
        assertThat(Figure.compared("f", "us", TEN, "other", TWO, Goal.ratioAtMost(5))
                        .isReached())
                .isTrue();
        assertThat(Figure.compared("f", "us", TEN, "other", TWO, Goal.ratioAtMost(4))
                        .isReached())
                .isFalse();
        assertThat(Figure.compared("f", "us", TEN, "other", TWO, Goal.ratioAtLeast(6))
                        .isReached())
                .isFalse();
    }

    @Test
    void allGoalsMustBeReached() {
        assertThat(Figure.compared("f", "us", TEN, "other", TWO, Goal.valueAtLeast(10), Goal.ratioAtLeast(5))
                        .isReached())
                .isTrue();
        assertThat(Figure.compared("f", "us", TEN, "other", TWO, Goal.valueAtLeast(11), Goal.ratioAtLeast(5))
                        .isReached())
                .isFalse();
    }

    @Test
    void withoutGoalOrBaselineThereIsNoVerdict() {
        assertThat(Figure.alone("f", "us", TEN).isReached()).isNull();
        assertThat(Figure.alone("f", "us", TEN, Goal.ratioAtLeast(1)).isReached())
                .isNull();
    }
}
