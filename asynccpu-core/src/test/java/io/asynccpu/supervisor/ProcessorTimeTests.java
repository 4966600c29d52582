package io.asynccpu.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessorTimeTests {

    private final List<Thread> busy = new ArrayList<>();
    private volatile boolean enough;

    @AfterEach
    void end() throws InterruptedException {
        enough = true;
        for (Thread thread : busy) {
            thread.join();
        }
    }

    /** None of them is the first thread of the process. */
    @Test
    void tellsForHowLongThreadsHaveWaitedForAProcessor() throws InterruptedException {
        assumeThat(Files.exists(Path.of("/proc/self/schedstat"))).isTrue();
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(() -> {
                while (!enough) {
                    Thread.onSpinWait();
                }
            });
            thread.start();
            busy.add(thread);
        }
        long before = now().awaitedNanos();
        // One more than there are processors: one always waits. A test that hangs here is ended by its timeout.
        while (now().awaitedNanos() - before < TimeUnit.MILLISECONDS.toNanos(200)) {
            Thread.sleep(1);
        }
        assertThat(now().usedNanos()).isPositive();
    }

    @Test
    void aProcessThatHasEndedTellsNothing() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(ProcessorTime.of(ended.toHandle())).isEqualTo(new ProcessorTime(0, 0));
    }

    private static ProcessorTime now() {
        return ProcessorTime.of(ProcessHandle.current());
    }
}
