package io.asynccpu.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLedgerTests {

    private final MemoryLedger ledger = new MemoryLedger();

    private static final class Pool implements MemoryLedger.Claimant {
        private final List<String> calls = new ArrayList<>();

        @Override
        public void roomWanted() {
            calls.add("wanted");
        }

        @Override
        public void roomFreed() {
            calls.add("freed");
        }
    }

    private Pool open() {
        Pool pool = new Pool();
        ledger.open(pool, 1, 100);
        return pool;
    }

    @Test
    void whatWaitsIsServedInTurnThoughSomethingSmallerWouldFit() {
        Pool large = open();
        Pool small = open();
        assertThat(ledger.enter(small, 60, 100)).isTrue();
        assertThat(ledger.enter(large, 50, 100)).isFalse();
        assertThat(ledger.enter(small, 10, 100)).isFalse();

        ledger.strikeOut(60);

        assertThat(large.calls).containsExactly("freed");
        assertThat(ledger.enter(small, 10, 100)).isFalse();
        assertThat(ledger.enter(large, 50, 100)).isTrue();
        assertThat(ledger.enter(small, 10, 100)).isTrue();
        assertThat(ledger.entered()).isEqualTo(60);
    }

    @Test
    void whoNeedsNothingAnyMoreHoldsUpNobody() {
        Pool patient = open();
        Pool other = open();
        assertThat(ledger.enter(other, 100, 100)).isTrue();
        assertThat(ledger.enter(patient, 50, 100)).isFalse();
        ledger.strikeOut(100);
        ledger.waitNoMore(patient);

        assertThat(ledger.enter(other, 100, 100)).isTrue();
    }

    @Test
    void onlyWhoWaitsForOthersToGoIsInNeed() {
        Pool waiting = open();
        Pool other = open();
        assertThat(ledger.enter(other, 100, 100)).isTrue();
        assertThat(ledger.isNeededByOthers(other)).isFalse();
        assertThat(ledger.enter(waiting, 50, 100)).isFalse();
        assertThat(ledger.isNeededByOthers(other)).isTrue();
        assertThat(ledger.isNeededByOthers(waiting)).isFalse();
        ledger.leave(50);
        assertThat(ledger.isNeededByOthers(other)).isFalse();
        assertThat(waiting.calls).isEmpty();
        ledger.tellOfRoom();
        assertThat(waiting.calls).containsExactly("freed");
    }

    @Test
    void theEndOfAPoolIsAHopeForTheOthers() {
        Pool ended = open();
        Pool waiting = open();
        assertThat(ledger.enter(waiting, 101, 100)).isFalse();
        ledger.close(ended);
        assertThat(waiting.calls).containsExactly("freed");
    }

    @Test
    void onlyOthersAreAskedForRoom() {
        Pool asking = open();
        Pool other = open();
        ledger.askForRoom(asking);
        assertThat(asking.calls).isEmpty();
        assertThat(other.calls).containsExactly("wanted");
    }

    @Test
    void aPoolWithoutABudgetIsCountedButNeverWaits() {
        Pool unbounded = open();
        Pool bounded = open();
        assertThat(ledger.enter(unbounded, 1000, 0)).isTrue();
        assertThat(ledger.enter(bounded, 1, 100)).isFalse();
        assertThat(ledger.enter(unbounded, 1000, 0)).isTrue();
    }
}
