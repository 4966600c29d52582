package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.support.Poll;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartGateTests {

    private final StartGate gate = new StartGate(2);

    private static CompletableFuture<Boolean> waiting(StartGate.Permit place) throws Exception {
        CompletableFuture<Boolean> admitted = new CompletableFuture<>();
        Thread waiter = new Thread(() -> admitted.complete(place.await()));
        waiter.setDaemon(true);
        waiter.start();
        Poll.until("it waits", () -> waiter.getState() == Thread.State.WAITING || !waiter.isAlive());
        return admitted;
    }

    @Test
    void soManyAsThereArePlacesStartAndTheOthersInTurn() throws Exception {
        StartGate.Permit first = gate.request();
        StartGate.Permit second = gate.request();
        StartGate.Permit third = gate.request();
        StartGate.Permit fourth = gate.request();
        assertThat(first.await()).isTrue();
        assertThat(second.await()).isTrue();
        CompletableFuture<Boolean> thirdWaits = waiting(third);
        CompletableFuture<Boolean> fourthWaits = waiting(fourth);
        assertThat(thirdWaits).isNotDone();

        second.release();
        second.release();
        assertThat(thirdWaits.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(fourthWaits).isNotDone();
        first.release();
        assertThat(fourthWaits.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoIsNotWantedAnyMoreWaitsNoMoreAndHoldsUpNobody() throws Exception {
        StartGate.Permit first = gate.request();
        gate.request();
        StartGate.Permit third = gate.request();
        StartGate.Permit fourth = gate.request();
        CompletableFuture<Boolean> thirdWaits = waiting(third);
        third.release();
        assertThat(thirdWaits.get(30, TimeUnit.SECONDS)).isFalse();
        first.release();
        assertThat(fourth.await()).isTrue();
        assertThat(third.await()).isFalse();
    }
}
