package io.asynccpu.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class ReaderStateTests {

    private final ReaderState shift = new ReaderState();

    @Test
    void onlyADeliveryIsRelieved() {
        assertThat(shift.relieve()).isFalse();
        shift.begin(true);
        assertThat(shift.relieve()).isFalse();
        assertThat(shift.end()).isTrue();
        shift.begin(false);
        assertThat(shift.relieve()).isTrue();
        assertThat(shift.wasRelieved()).isTrue();
    }

    /** Else the other thread might find the worker dead, and have tasks started again that have ended. */
    @Test
    void endsAreInTheBooksBeforeAnotherThreadReads() {
        shift.beginEnds();
        assertThat(shift.isTakingIn()).isTrue();
        assertThat(shift.relieve()).isFalse();
        shift.deliver();
        assertThat(shift.relieve()).isTrue();
    }

    @Test
    void endsThatCannotBeEnteredAreTheEndOfIt() {
        shift.beginEnds();
        assertThat(shift.end()).isTrue();
        assertThat(shift.isTakingIn()).isFalse();
    }

    @Test
    void whoWasRelievedLendsNothing() {
        shift.begin(false);
        assertThat(shift.relieve()).isTrue();
        shift.lend(() -> fail("two would read"));
    }

    @Test
    void whoLendsIsNotRelievedMeanwhile() {
        shift.begin(false);
        shift.lend(() -> assertThat(shift.relieve()).isFalse());
        assertThat(shift.relieve()).isTrue();
    }

    /** Else another thread would go on with what this one leaves unread, or the worker be found frozen. */
    @Test
    void whoPausesIsNotRelievedMeanwhileAndTheWorkerIsNotSilent() {
        shift.pause(() -> {
            assertThat(shift.relieve()).isFalse();
            assertThat(shift.isTakingIn()).isTrue();
        });
        assertThat(shift.isTakingIn()).isFalse();
    }

    @Test
    void whoWasRelievedReadsNoMore() {
        shift.begin(false);
        assertThat(shift.relieve()).isTrue();
        assertThat(shift.end()).isFalse();
    }

    @Test
    void aDeliveryThatHasEndedIsNotRelieved() {
        shift.begin(false);
        assertThat(shift.end()).isTrue();
        assertThat(shift.relieve()).isFalse();
        assertThat(shift.heard()).isOne();
    }
}
