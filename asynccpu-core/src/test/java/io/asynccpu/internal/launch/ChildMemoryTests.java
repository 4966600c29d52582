package io.asynccpu.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.process.ResidentMemory;
import io.asynccpu.support.PlainSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildMemoryTests {

    private static final long MIB = 1 << 20;
    private static final long OF_THE_JVM = 96 * MIB;

    @Test
    void aChildMayTakeItsHeapAndWhatTheJvmNeeds() {
        assertThat(ChildMemory.most(settings(64 * MIB), 4)).isEqualTo((64 + 4) * MIB + OF_THE_JVM);
    }

    @Test
    void withoutALimitTheHeapIsAQuarterOfTheMachine() {
        assertThat(ChildMemory.most(settings(0), 0)).isEqualTo(ChildMemory.ofTheMachine() / 4 + OF_THE_JVM);
    }

    @ParameterizedTest
    @CsvSource({
        "-Xmx1g, 1073741824",
        "-Xmx300M, 314572800",
        "-Xmx65536k, 67108864",
        "-Xmx67108864, 67108864",
        "-XX:MaxHeapSize=32m, 33554432",
        "-Xms1m, 8388608",
    })
    void anArgumentForTheJvmComesAfterMaxHeapAndSoWins(String argument, long heap) {
        assertThat(ChildMemory.most(settings(8 * MIB, argument), 0)).isEqualTo(heap + OF_THE_JVM);
    }

    @Test
    void aSizeCountsMoreThanAPercentage() {
        assertThat(ChildMemory.most(settings(0, "-XX:MaxRAMPercentage=50.0"), 0))
                .isEqualTo(ChildMemory.ofTheMachine() / 2 + OF_THE_JVM);
        assertThat(ChildMemory.most(settings(0, "-Xmx16m", "-XX:MaxRAMPercentage=50"), 0))
                .isEqualTo(16 * MIB + OF_THE_JVM);
    }

    @Test
    void aLivingProcessHoldsSomeMemoryAndADeadOneNone() throws Exception {
        long own = ResidentMemory.of(ProcessHandle.current().pid());
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();

        assertThat(own).isGreaterThan(MIB).isLessThan(ChildMemory.ofTheMachine());
        assertThat(ResidentMemory.of(dead.pid())).isEqualTo(-1);
    }

    private static LaunchSettings settings(long maxHeap, String... jvmArgs) {
        return new PlainSettings()
                .javaHome(Path.of("java"))
                .jvmArgs(jvmArgs)
                .maxHeap(maxHeap)
                .launch();
    }
}
