package io.asynccpu.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.support.Poll;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ProcessorTimeTests {

    /** Not by the first thread of its process, which waits for the end of the JVM. */
    @Test
    void whoComputesWantsAProcessor() {
        assertThat(ProcessorTime.of(ProcessHandle.current()).isWanted()).isTrue();
    }

    /** One of them has no processor at any time. */
    @Test
    void whoGetsNoProcessorWantsOne() throws Exception {
        Process[] loops = new Process[Runtime.getRuntime().availableProcessors() + 1];
        try {
            for (int i = 0; i < loops.length; i++) {
                loops[i] = new ProcessBuilder("sh", "-c", "echo; while :; do :; done").start();
            }
            for (Process loop : loops) {
                loop.getInputStream().read();
            }
            for (int look = 0; look < 100; look++) {
                for (Process loop : loops) {
                    if (look == 0) {
                        Poll.until("its call for the line break is over", () -> ProcessorTime.of(loop.toHandle())
                                .isWanted());
                    }
                    assertThat(ProcessorTime.of(loop.toHandle()).isWanted()).isTrue();
                }
            }
        } finally {
            for (Process loop : loops) {
                if (loop != null) {
                    loop.destroyForcibly().waitFor();
                }
            }
        }
    }

    @Test
    void whoWaitsForSomethingWantsNone() throws Exception {
        Process waits = new ProcessBuilder("cat").start();
        try {
            Poll.until("it waits", () -> !ProcessorTime.of(waits.toHandle()).isWanted());
        } finally {
            waits.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatHasEndedTellsNothing() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(ProcessorTime.of(ended.toHandle())).isEqualTo(new ProcessorTime(Duration.ZERO, false));
    }
}
