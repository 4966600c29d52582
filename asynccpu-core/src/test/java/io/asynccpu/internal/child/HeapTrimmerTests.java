package io.asynccpu.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.support.PoolTest;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@PoolTest
class HeapTrimmerTests {

    private static final int LARGE = 32 << 20;
    private static final int MANY = 24;

    /** Of {@link #MANY} large arrays, most would have to be garbage. */
    private static final long FEW = 8L * LARGE;

    private static byte @Nullable [] kept;

    @Test
    void largeArgumentsAndResultsDoNotMakeTheHeapGrow() {
        byte[] array = new byte[LARGE];
        try (var pool = pool()) {
            for (int i = 0; i < MANY; i++) {
                assertThat(pool.createProcessTask(HeapTrimmerTests::echo, array).join())
                        .hasSize(LARGE);
            }
            assertThat(pool.createProcessTask(HeapTrimmerTests::heap).join()).isLessThan(FEW);
        }
    }

    @Test
    void arraysThatTasksMakeForThemselvesDoNotMakeTheHeapGrow() {
        try (var pool = pool()) {
            for (int i = 0; i < MANY; i++) {
                assertThat(pool.createProcessTask(HeapTrimmerTests::makes, LARGE)
                                .join())
                        .isEqualTo(LARGE);
            }
            assertThat(pool.createProcessTask(HeapTrimmerTests::heap).join()).isLessThan(FEW);
        }
    }

    @Test
    void whatALargeArrayNeededStaysForTheNextOne() {
        try (var pool = pool()) {
            for (int i = 0; i < 8; i++) {
                assertThat(pool.createProcessTask(HeapTrimmerTests::makes, 2 * LARGE)
                                .join())
                        .isEqualTo(2 * LARGE);
            }
            assertThat(pool.createProcessTask(HeapTrimmerTests::collects).join())
                    .isGreaterThan(2L * LARGE);
        }
    }

    @Test
    void whatLivesIsNotCollectedAgainAfterEachTask() {
        try (var pool = pool()) {
            assertThat(pool.createProcessTask(HeapTrimmerTests::keeps, 3 * LARGE)
                            .join())
                    .isEqualTo(3 * LARGE);
            // Behind this one at the latest the ceiling is where it belongs.
            pool.createProcessTask(HeapTrimmerTests::collections).join();
            long before = pool.createProcessTask(HeapTrimmerTests::collections).join();
            for (int i = 0; i < MANY; i++) {
                pool.createProcessTask(HeapTrimmerTests::collections).join();
            }
            assertThat(pool.createProcessTask(HeapTrimmerTests::collections).join())
                    .isEqualTo(before);
        }
    }

    @Test
    void garbageOfALargeYoungGenerationIsLeftToTheCollector() {
        try (var pool = pool("-Xms600m", "-Xmn300m")) {
            for (int i = 0; i < MANY; i++) {
                assertThat(pool.createProcessTask(HeapTrimmerTests::litters, LARGE)
                                .join())
                        .isEqualTo(LARGE);
            }
            assertThat(pool.createProcessTask(HeapTrimmerTests::collections).join())
                    .isZero();
        }
    }

    @Test
    void anotherCollectorIsLeftAlone() {
        try (var pool = pool("-XX:+UseG1GC", "-Xms256m")) {
            assertThat(pool.createProcessTask(HeapTrimmerTests::keeps, 3 * LARGE)
                            .join())
                    .isEqualTo(3 * LARGE);
            for (int i = 0; i < 3; i++) {
                assertThat(pool.createProcessTask(HeapTrimmerTests::collections).join())
                        .isZero();
            }
        }
    }

    private static ProcessTaskPoolExecutor pool(String... jvmArgs) {
        return ProcessTaskPoolExecutor.builder()
                .name("ceiling")
                .maxWorkers(1)
                .jvmArgs(List.of(jvmArgs))
                .build();
    }

    static byte[] echo(byte[] array) {
        return array;
    }

    static int makes(int length) {
        return new byte[length].length;
    }

    /** In small pieces. */
    static int litters(int length) {
        int made = 0;
        while (made < length) {
            made += new byte[1 << 10].length;
        }
        return made;
    }

    static int keeps(int length) {
        kept = new byte[length];
        return Objects.requireNonNull(kept).length;
    }

    static long heap() {
        return Runtime.getRuntime().totalMemory();
    }

    static long collects() {
        System.gc();
        return heap();
    }

    /** Of the whole heap. Lasts long enough to be looked after. */
    static long collections() throws InterruptedException {
        Thread.sleep(2);
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector ->
                        List.of("MarkSweepCompact", "G1 Old Generation").contains(collector.getName()))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
