package io.asynccpu.sample.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumOfSquaresTests {

    @Test
    void doesNotOverflow() {
        assertThat(Quickstart.sumOfSquaresBelow(10_000_000)).isEqualTo("333333283333335000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1000, 3_000_000, 4_000_000})
    void agreesWithTheFormula(int limit) {
        BigInteger n = BigInteger.valueOf(limit);
        BigInteger formula = n.subtract(BigInteger.ONE)
                .multiply(n)
                .multiply(n.shiftLeft(1).subtract(BigInteger.ONE))
                .divide(BigInteger.valueOf(6));

        assertThat(Quickstart.sumOfSquaresBelow(limit)).isEqualTo(formula);
    }
}
