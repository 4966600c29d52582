package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.support.Poll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BacklogTests {

    private final Backlog patient = new Backlog(Long.MAX_VALUE / 2);

    @Test
    void itIsFullFromALargeOutcomeToItsEnd() {
        Backlog.Share small = patient.add(100);
        assertThat(patient.isFull()).isFalse();
        Backlog.Share large = patient.add(Backlog.MOST_BYTES);
        assertThat(patient.isFull()).isTrue();
        small.end();
        assertThat(patient.isFull()).isFalse();
        large.end();
    }

    @Test
    void manySmallOutcomesAreALargeOne() {
        for (int i = 0; i < 1000; i++) {
            patient.add(100);
        }
        assertThat(patient.isFull()).isTrue();
    }

    @Test
    void whoWaitsForRoomGoesOnAsSoonAsThereIsSome() throws Exception {
        Backlog.Share large = patient.add(Backlog.MOST_BYTES + 1);
        Thread reader = new Thread(patient::awaitRoom);
        reader.start();
        Poll.until("its wait", () -> reader.getState() == Thread.State.TIMED_WAITING);
        large.end();
        reader.join();
        assertThat(patient.isFull()).isFalse();
    }

    @Test
    void whatIsNotOverInTimeCountsNoMoreNorDoesItsEnd() {
        Backlog backlog = new Backlog(1);
        Backlog.Share hangs = backlog.add(1 << 20);
        backlog.awaitRoom();
        assertThat(backlog.isFull()).isFalse();
        backlog.add(1 << 20);
        hangs.end();
        assertThat(backlog.isFull()).isTrue();
    }
}
