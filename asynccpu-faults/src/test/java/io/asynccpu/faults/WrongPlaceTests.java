package io.asynccpu.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.support.PoolTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault in the wrong place harms nobody. */
@Timeout(60)
@PoolTest
class WrongPlaceTests {

    static Stream<Fault<?>> harmful() {
        return Stream.of(
                Faults.heapExhaustion(),
                Faults.metaspaceExhaustion(),
                Faults.directMemoryExhaustion(),
                Faults.threadExhaustion(),
                Faults.descriptorExhaustion(),
                Faults.diskFlood(Path.of(System.getProperty("java.io.tmpdir")), 1),
                Faults.exit(3),
                Faults.halt(),
                Faults.halt(3),
                Faults.segfault(),
                Faults.signal("KILL"),
                Faults.busyLoop(),
                Faults.ignoreInterrupts(),
                Faults.deadlock(),
                Faults.floodOutput(1),
                Faults.floodLog(1),
                Faults.closeStreams(),
                Faults.forkGrandchild(),
                Faults.forkGrandchildAndWait(),
                Faults.spawnNonDaemonThreads(),
                Faults.shutdownHookThatHangs());
    }

    @ParameterizedTest
    @MethodSource("harmful")
    void aHarmfulFaultRefusesOutsideAWorker(Fault<?> fault) {
        assertThatThrownBy(fault::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Faults.")
                .hasMessageContaining("runs no task of a process pool");
        assertThatThrownBy(fault::apply).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onAnotherThreadOfAWorkerItRefusesToo() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThatThrownBy(() -> pool.createProcessTask(WrongPlaceTests::exitsOnAnotherThread)
                            .join())
                    .hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void inProcessItRefusesToo() {
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).inProcess(true).build()) {
            assertThatThrownBy(pool.createProcessTask(Faults.floodLog(1))::join)
                    .hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    private static int exitsOnAnotherThread() {
        CompletableFuture.runAsync(() -> Faults.exit(3).run()).join();
        return 0;
    }

    @Test
    void allowedAnywhereItDoesItsHarm() {
        String allowed = System.setProperty("asynccpu.faults.anywhere", "true");
        try {
            assertThat(Faults.floodLog(1).run()).isEqualTo(1);
        } finally {
            if (allowed == null) {
                System.clearProperty("asynccpu.faults.anywhere");
            }
        }
    }

    @Test
    void aCheckedExceptionComesOutOfRunAsItIs() {
        assertThatThrownBy(() -> Faults.throwing(new IOException("as it is")).run())
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("as it is");
    }
}
