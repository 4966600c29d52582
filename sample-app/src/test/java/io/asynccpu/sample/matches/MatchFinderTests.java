package io.asynccpu.sample.matches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.asynccpu.sample.UnusableInputException;
import org.junit.jupiter.api.Test;

/** The job without the wall: needs no child. */
class MatchFinderTests {

    private final MatchFinder finder = new MatchFinder(new MatchProperties(3));

    @Test
    void findsTheMatchesInTheirOrder() {
        assertThat(finder.matches("[0-9]+", "1 and 22")).containsExactly("1", "22");
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(finder.matches("[0-9]+", "none")).isEmpty();
    }

    @Test
    void stopsAtTheGreatestNumber() {
        assertThat(finder.matches("a", "aaaaa")).hasSize(3);
    }

    @Test
    void saysWhatIsWrongWithThePattern() {
        assertThatExceptionOfType(UnusableInputException.class)
                .isThrownBy(() -> finder.matches("a(b", "ab"))
                .withMessageContaining("Unclosed group");
    }

    @Test
    void saysThatAPatternRecursesTooDeep() {
        assertThatExceptionOfType(UnusableInputException.class)
                .isThrownBy(() -> finder.matches("(a|b)*", "ab".repeat(500_000)))
                .withMessageContaining("too deep");
    }
}
