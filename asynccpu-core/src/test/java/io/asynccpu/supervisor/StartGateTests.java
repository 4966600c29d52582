package io.asynccpu.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartGateTests {

    private final StartGate gate = new StartGate(2);

    private static CompletableFuture<Boolean> waiting(StartGate.Place place) throws InterruptedException {
        CompletableFuture<Boolean> admitted = new CompletableFuture<>();
        Thread waiter = new Thread(() -> admitted.complete(place.await()));
        waiter.setDaemon(true);
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING && waiter.isAlive()) {
            Thread.onSpinWait();
        }
        return admitted;
    }

    @Test
    void soManyAsThereArePlacesStartAndTheOthersInTurn() throws Exception {
        StartGate.Place first = gate.queueUp();
        StartGate.Place second = gate.queueUp();
        StartGate.Place third = gate.queueUp();
        StartGate.Place fourth = gate.queueUp();
        assertThat(first.await()).isTrue();
        assertThat(second.await()).isTrue();
        CompletableFuture<Boolean> thirdWaits = waiting(third);
        CompletableFuture<Boolean> fourthWaits = waiting(fourth);
        assertThat(thirdWaits).isNotDone();

        second.leave();
        second.leave();
        assertThat(thirdWaits.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(fourthWaits).isNotDone();
        first.leave();
        assertThat(fourthWaits.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoIsNotWantedAnyMoreWaitsNoMoreAndHoldsUpNobody() throws Exception {
        StartGate.Place first = gate.queueUp();
        gate.queueUp();
        StartGate.Place third = gate.queueUp();
        StartGate.Place fourth = gate.queueUp();
        CompletableFuture<Boolean> thirdWaits = waiting(third);
        third.leave();
        assertThat(thirdWaits.get(30, TimeUnit.SECONDS)).isFalse();
        first.leave();
        assertThat(fourth.await()).isTrue();
        assertThat(third.await()).isFalse();
    }
}
