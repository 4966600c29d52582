package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class ReaderStateTests {

    private final ReaderState state = new ReaderState();

    @Test
    void onlyADeliveryIsRelieved() {
        assertThat(state.relieve()).isFalse();
        state.begin(true);
        assertThat(state.relieve()).isFalse();
        assertThat(state.end()).isTrue();
        state.begin(false);
        assertThat(state.relieve()).isTrue();
        assertThat(state.wasRelieved()).isTrue();
    }

    /** Else the other thread might find the worker dead, and have tasks started again that have ended. */
    @Test
    void endsAreInTheBooksBeforeAnotherThreadReads() {
        state.beginEnds();
        assertThat(state.isTakingIn()).isTrue();
        assertThat(state.relieve()).isFalse();
        state.deliver();
        assertThat(state.relieve()).isTrue();
    }

    @Test
    void endsThatCannotBeEnteredAreTheEndOfIt() {
        state.beginEnds();
        assertThat(state.end()).isTrue();
        assertThat(state.isTakingIn()).isFalse();
    }

    @Test
    void whoWasRelievedLendsNothing() {
        state.begin(false);
        assertThat(state.relieve()).isTrue();
        state.lend(() -> fail("two would read"));
    }

    @Test
    void whoLendsIsNotRelievedMeanwhile() {
        state.begin(false);
        state.lend(() -> assertThat(state.relieve()).isFalse());
        assertThat(state.relieve()).isTrue();
    }

    /** Else another thread would go on with what this one leaves unread, or the worker be found frozen. */
    @Test
    void whoPausesIsNotRelievedMeanwhileAndTheWorkerIsNotSilent() {
        state.pause(() -> {
            assertThat(state.relieve()).isFalse();
            assertThat(state.isTakingIn()).isTrue();
        });
        assertThat(state.isTakingIn()).isFalse();
    }

    @Test
    void whoWasRelievedReadsNoMore() {
        state.begin(false);
        assertThat(state.relieve()).isTrue();
        assertThat(state.end()).isFalse();
    }

    @Test
    void aDeliveryThatHasEndedIsNotRelieved() {
        state.begin(false);
        assertThat(state.end()).isTrue();
        assertThat(state.relieve()).isFalse();
        assertThat(state.heard()).isOne();
    }
}
