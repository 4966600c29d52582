package io.asynccpu.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EarlyDeathsStateTests {

    private final EarlyDeaths deaths = new EarlyDeaths();

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void theFirstOneIsNoReasonToWait() {
        deaths.add(seconds(1), seconds(2), "killed");
        assertThat(deaths.isPause(seconds(2))).isFalse();
        assertThat(deaths.whyPause(seconds(2))).isNull();
    }

    @Test
    void eachFurtherOneDoublesThePauseUpToHalfAMinute() {
        for (int i = 0, expected = 0; i < 100; i++, expected = Math.min(30, Math.max(1, 2 * expected))) {
            deaths.add(seconds(2 * i), seconds(2 * i + 1), "killed");
            assertThat(deaths.pause()).hasSeconds(expected);
        }
        assertThat(deaths.isPause(seconds(199 + 29))).isTrue();
        assertThat(deaths.isPause(seconds(199 + 30))).isFalse();
    }

    @Test
    void thoseThatDieTogetherAreOneInTheRow() {
        for (int i = 0; i < 10; i++) {
            deaths.add(seconds(1), seconds(2), "killed");
        }
        assertThat(deaths.isPause(seconds(2))).isFalse();
    }

    /** As where several workers live for a second each, not all at the same time. */
    @Test
    void anEndlessRowOfDeathsOfSeveralIsARow() {
        for (int i = 0; i < 10; i++) {
            deaths.add(seconds(i), seconds(i + 2), "halted");
        }
        assertThat(deaths.pause()).hasSeconds(4);
    }

    @Test
    void onlyAWorkerThatCameAfterwardsProvesThatTheyLive() {
        deaths.add(seconds(1), seconds(2), "killed");
        deaths.add(seconds(3), seconds(4), "killed");
        deaths.proved(seconds(1));
        assertThat(deaths.isPause(seconds(4))).isTrue();
        assertThat(deaths.whyPause(seconds(4))).contains("2 workers", "1 s after", "killed");
        deaths.proved(seconds(5));
        assertThat(deaths.isPause(seconds(4))).isFalse();
    }
}
