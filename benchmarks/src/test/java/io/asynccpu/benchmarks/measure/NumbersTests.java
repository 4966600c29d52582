package io.asynccpu.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTests {

    @ParameterizedTest
    @CsvSource({
        "0, '0'",
        "60, '60'",
        "1234567.8, '1,234,568'",
        "-123.4, '-123'",
        "12.345, '12.3'",
        "1.5, '1.50'",
        "0.275, '0.28'",
        "0.00094, '0.00094'"
    })
    void digitsThatCountAreShownWhateverTheSize(double number, String text) {
        assertThat(Numbers.text(number)).isEqualTo(text);
    }
}
