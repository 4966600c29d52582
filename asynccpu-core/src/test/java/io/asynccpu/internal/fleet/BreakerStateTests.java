package io.asynccpu.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakerStateTests {

    private final Breaker breaker = new Breaker();

    @Test
    void opensAfterSeveralFailuresInARow() {
        breaker.failed("one");
        breaker.failed("two");
        assertThat(breaker.isOpen()).isFalse();
        breaker.failed("three");
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.reason()).isEqualTo("three");
    }

    @Test
    void aReadyWorkerEndsTheRow() {
        breaker.failed("one");
        breaker.failed("two");
        breaker.ready();
        assertThat(breaker.reason()).isNull();
        assertThat(breaker.isSuspicious()).isFalse();
        breaker.failed("one");
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.pause()).hasSeconds(1);
    }

    @Test
    void oneFailedTrialOpensItAgainForLonger() {
        for (int i = 0; i < 3; i++) {
            breaker.failed("down");
        }
        assertThat(breaker.pause()).hasSeconds(4);
        assertThat(breaker.beginTrial()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
        breaker.failed("still down");
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.pause()).hasSeconds(8);
    }

    @Test
    void thePauseIsBounded() {
        for (int i = 0; i < 100; i++) {
            breaker.failed("down");
        }
        assertThat(breaker.pause()).hasSeconds(30);
    }

    @Test
    void thereIsNoTrialWhileItIsClosed() {
        breaker.failed("one");
        assertThat(breaker.beginTrial()).isFalse();
        assertThat(breaker.isSuspicious()).isTrue();
    }
}
