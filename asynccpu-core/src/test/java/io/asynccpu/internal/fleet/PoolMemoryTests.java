package io.asynccpu.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asynccpu.internal.launch.ChildMemory;
import io.asynccpu.support.PlainSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolMemoryTests {

    private static final long MIB = 1 << 20;

    /** What a JVM needs beside its heap, with one thread. */
    private static final long BESIDE_HEAP = 97 * MIB;

    private static final long QUARTER = ChildMemory.ofTheMachine() / 4 + BESIDE_HEAP;

    private final MemoryLedger ledger = new MemoryLedger();

    private static final class Pool implements MemoryLedger.Claimant {
        private int rooms;

        @Override
        public void roomWanted() {}

        @Override
        public void roomFreed() {
            rooms++;
        }
    }

    private PoolMemory memory(Pool pool, long all, long maxHeap, long budget, String... jvmArgs) {
        FleetSettings settings = new PlainSettings()
                .jvmArgs(jvmArgs)
                .maxHeap(maxHeap)
                .maxWorkers(4)
                .memoryBudget(budget)
                .pool()
                .fleet();
        return new PoolMemory(settings, ledger, pool, all);
    }

    private PoolMemory opened(Pool pool, long all, int workers) {
        PoolMemory memory = memory(pool, all, 0, 0);
        memory.open(1, workers);
        return memory;
    }

    @Test
    void allWorkersThatAPoolMayHaveShareWhatThereIs() {
        PoolMemory memory = opened(new Pool(), 1000 * MIB, 5);
        for (int i = 0; i < 5; i++) {
            assertThat(memory.enter()).isEqualTo(200 * MIB);
        }
        assertThat(memory.heap(200 * MIB)).isEqualTo(103 * MIB);
        assertThat(memory.enter()).isNull();
        assertThat(memory.whyNot()).contains("161 MiB", "1000 MiB already", "worker.max-heap");
    }

    @Test
    void whoIsBehindAnotherPoolIsNotToldThatItDoesNotFit() {
        PoolMemory large = memory(new Pool(), 1000 * MIB, 503 * MIB, 1000 * MIB);
        PoolMemory small = memory(new Pool(), 1000 * MIB, 53 * MIB, 1000 * MIB);
        large.open(1, 1);
        small.open(1, 2);
        assertThat(large.enter()).isEqualTo(600 * MIB);
        assertThat(small.enter()).isEqualTo(150 * MIB);
        assertThat(large.enter()).isNull();
        assertThat(small.enter()).isNull();
        assertThat(large.whyNot())
                .isEqualTo("it may take 600 MiB, those of all pools may take 750 MiB already, and memory-budget is 1000"
                        + " MiB");
        assertThat(small.whyNot()).startsWith("it would fit, but another pool").doesNotContain("MiB");
    }

    @Test
    void whatIsALittleTooMuchDoesNotLookLikeWhatThereIs() {
        PoolMemory memory = memory(new Pool(), 1000 * MIB, 3 * MIB, 100 * MIB - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.open(1, 1))
                .withMessageStartingWith("memoryBudget is 99 MiB but must be at least 100 MiB");
        PoolMemory other = memory(new Pool(), 1000 * MIB, 3 * MIB + 1, 100 * MIB);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.open(1, 1))
                .withMessageStartingWith("memoryBudget is 100 MiB but must be at least 101 MiB");
    }

    @Test
    void noWorkerGetsMoreThanTheQuarterThatAJvmTakes() {
        assertThat(opened(new Pool(), 100 * QUARTER, 2).enter()).isEqualTo(QUARTER);
    }

    @Test
    void allPoolsShareAndWhatIsTakenIsNotGivenAgain() {
        Pool first = new Pool();
        PoolMemory early = opened(first, 1000 * MIB, 2);
        assertThat(early.enter()).isEqualTo(500 * MIB);
        PoolMemory late = opened(new Pool(), 1000 * MIB, 3);
        assertThat(early.isMoreThanItsShare(500 * MIB)).isTrue();
        assertThat(late.enter()).isEqualTo(200 * MIB);
        assertThat(late.enter()).isEqualTo(200 * MIB);
        assertThat(late.enter()).isNull();

        ledger.strikeOut(500 * MIB);
        assertThat(late.enter()).isEqualTo(200 * MIB);
        assertThat(early.enter()).isEqualTo(200 * MIB);
        assertThat(early.isMoreThanItsShare(200 * MIB)).isFalse();
        late.close();
        assertThat(early.enter()).isEqualTo(200 * MIB);
    }

    @Test
    void theLastOneGetsWhatIsLeftIfThatIsEnough() {
        PoolMemory memory = opened(new Pool(), 1000 * MIB, 1);
        PoolMemory fixed = memory(new Pool(), 1000 * MIB, 703 * MIB, 0);
        fixed.open(1, 1);
        assertThat(fixed.enter()).isEqualTo(800 * MIB);
        assertThat(memory.enter()).isEqualTo(200 * MIB);
        ledger.strikeOut(200 * MIB);
        PoolMemory small = memory(new Pool(), 1000 * MIB, 3 * MIB, 0);
        small.open(1, 1);
        assertThat(small.enter()).isEqualTo(100 * MIB);
        assertThat(memory.enter()).isNull();
    }

    /** Those that there are not at the same time wait for each other. */
    @Test
    void aShareIsNeverTooSmallForAnApplication() {
        PoolMemory memory = opened(new Pool(), 400 * MIB, 100);
        assertThat(memory.enter()).isEqualTo(161 * MIB);
        assertThat(memory.enter()).isEqualTo(161 * MIB);
        assertThat(memory.enter()).isNull();
        ledger.strikeOut(161 * MIB);
        assertThat(memory.enter()).isEqualTo(161 * MIB);
    }

    @ParameterizedTest
    @ValueSource(longs = {-5000, 0, 160})
    void whereThereIsNoRoomForOneWorkerThePoolSaysWhatToSet(long all) {
        PoolMemory memory = memory(new Pool(), all * MIB, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.open(1, 2))
                .withMessageContainingAll("161 MiB", "worker.max-heap", "-Xmx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx3g",
                "-Xms3g",
                "-XX:MaxHeapSize=3g",
                "-XX:MaxRAMPercentage=50",
                "-XX:MaxRAMFraction=2",
                "-XX:InitialRAMPercentage=50",
                "-XX:MaxRAM=8g",
                "-XX:+AggressiveHeap",
                "@options",
                "-XX:Flags=options",
                "-XX:VMOptionsFile=options"
            })
    void whoeverHasChosenTheHeapGetsIt(String option) {
        PoolMemory memory = memory(new Pool(), MIB, 0, 0, option);
        memory.open(1, 2);
        for (int i = 0; i < 5; i++) {
            assertThat(memory.enter()).isNotNull();
        }
        assertThat(memory.heap(1)).isZero();
    }

    @Test
    void aBudgetIsTheUsersOwnCount() {
        PoolMemory memory = memory(new Pool(), MIB, 64 * MIB, 2 * 161 * MIB);
        memory.open(1, 4);
        assertThat(memory.enter()).isEqualTo(161 * MIB);
        assertThat(memory.enter()).isEqualTo(161 * MIB);
        assertThat(memory.enter()).isNull();
        assertThat(memory.whyNot()).contains("memory-budget is 322 MiB");
    }

    @Test
    void aPoolThatGrowsGivesItsNextWorkersLess() {
        PoolMemory memory = opened(new Pool(), 1000 * MIB, 2);
        assertThat(memory.enter()).isEqualTo(500 * MIB);
        memory.resize(4, 5, true);
        assertThat(memory.enter()).isEqualTo(200 * MIB);
    }

    @Test
    void whatCanAsWellBeLeftUndoneIsNotDoneWhileSomebodyWaits() {
        Pool waiting = new Pool();
        PoolMemory memory = opened(waiting, 400 * MIB, 1);
        assertThat(memory.enter()).isEqualTo(400 * MIB);
        assertThat(memory.enter()).isNull();
        assertThat(memory.enterIfRoom()).isNull();
        ledger.strikeOut(400 * MIB);
        assertThat(waiting.rooms).isEqualTo(1);
        assertThat(memory.enterIfRoom()).isNull();
        memory.waitNoMore();
        assertThat(memory.enterIfRoom()).isEqualTo(400 * MIB);
    }
}
