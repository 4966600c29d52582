package io.asynccpu.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpreadTests {

    @Test
    void medianIsTheMiddleOneOfAnOddNumber() {
        assertThat(Spread.of(9, 1, 5)).isEqualTo(new Spread(5, 1, 9));
    }

    @Test
    void medianIsTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertThat(Spread.of(10, 1, 4, 2)).isEqualTo(new Spread(3, 1, 10));
    }

    @Test
    void oneFigureIsItsOwnSpread() {
        assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void noFigureHasNoSpread() {
        assertThatIllegalArgumentException().isThrownBy(Spread::of);
    }

    @Test
    void percentilesAreFoundWhateverTheOrder() {
        long[] latencies = LongStream.rangeClosed(0, 100).map(i -> 100 - i).toArray();
        assertThat(Spread.p50(latencies)).isEqualTo(50);
        assertThat(Spread.p99(latencies)).isEqualTo(99, within(1e-9));
    }
}
