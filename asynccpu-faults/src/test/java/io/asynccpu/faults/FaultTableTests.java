package io.asynccpu.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerOutOfMemoryException;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.PoolTest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the caller sees of each fault, and how soon. A neighbor on another worker and the next call on the pool must not notice
 * it. The table is written to {@code target/fault-table-<jdk>.md}.
 */
@Timeout(300)
@PoolTest
class FaultTableTests {

    private static final int BOUND_SECONDS = 30;

    @RegisterExtension
    static final FaultTable TABLE = new FaultTable();

    @TempDir
    private Path directory;

    /** Limits that are soon reached, for the worker alone. */
    private static ProcessTaskPoolExecutorBuilder smallWorkers() {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                .cancelTasksWhenShutdown(true)
                .maxHeap(32 << 20)
                .maxPayload(1 << 20)
                .jvmArgs("-XX:MaxMetaspaceSize=40m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .commandPrefix("/bin/sh", "-c", "ulimit -n 512; ulimit -f 20480; exec \"$0\" \"$@\"")
                .cancelGracePeriod(Duration.ofMillis(200));
    }

    @Test
    void aFaultThatEndsIsSeenByItsCallerOnly() throws Exception {
        List<ProcessHandle> started;
        try (var pool = smallWorkers().build()) {
            Path end = directory.resolve("end");
            ProcessTask<Long> neighbor = pool.createProcessTask(HarmlessTasks::awaitsFile, end.toString());
            CountDownLatch waits = new CountDownLatch(1);
            neighbor.onProgress(progress -> waits.countDown());
            assertThat(waits.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();

            // Those first that leave the worker alive.
            TABLE.row(pool, "throwing", Faults.throwing(new IOException("no luck")))
                    .fails(IOException.class, "no luck");
            TABLE.row(pool, "stackOverflow", Faults.stackOverflow()).fails(StackOverflowError.class, "");
            TABLE.row(pool, "descriptorExhaustion", Faults.descriptorExhaustion())
                    .fails(FileSystemException.class, "Too many open files");
            TABLE.row(pool, "diskFlood(8 MiB)", Faults.diskFlood(directory, 8 << 20))
                    .returns(8L << 20);
            TABLE.row(pool, "diskFlood(beyond the limit)", Faults.diskFlood(directory, 20 << 20))
                    .fails(IOException.class, "File too large");
            TABLE.row(pool, "unserialisableResult", Faults.unserialisableResult())
                    .fails(TaskNotSerializableException.class, "Thread");
            TABLE.row(pool, "hugeResult(2 MiB)", Faults.hugeResult(2 << 20))
                    .fails(TaskNotSerializableException.class, "too large");
            TABLE.row(pool, "floodOutput(4 MiB)", Faults.floodOutput(4 << 20)).returns(4L << 20);
            TABLE.row(pool, "floodLog(20,000)", Faults.floodLog(20_000)).returns(20_000L);
            TABLE.row(pool, "spawnNonDaemonThreads", Faults.spawnNonDaemonThreads())
                    .returns(null);
            TABLE.row(pool, "shutdownHookThatHangs", Faults.shutdownHookThatHangs())
                    .returns(null);
            ProcessHandle grandchild = ProcessHandle.of(
                            (Long) TABLE.row(pool, "forkGrandchild", Faults.forkGrandchild())
                                    .returnsSomething())
                    .orElseThrow();
            TABLE.row(pool, "closeStreams", Faults.closeStreams()).returns(null);
            assertThat(grandchild.isAlive()).isTrue();
            grandchild.destroyForcibly();

            // Those that kill the worker.
            TABLE.row(pool, "halt", Faults.halt()).crashes(0, null);
            TABLE.row(pool, "halt(7)", Faults.halt(7)).crashes(7, null);
            TABLE.row(pool, "exit(0)", Faults.exit(0)).crashes(0, null);
            TABLE.row(pool, "exit(3)", Faults.exit(3)).crashes(3, null);
            TABLE.row(pool, "segfault", Faults.segfault())
                    .fails(WorkerCrashedException.class, "crashed in native code")
                    .satisfies(e -> assertThat(((WorkerCrashedException) e).problematicFrame())
                            .isNotBlank());
            TABLE.row(pool, "signal(KILL)", Faults.signal("KILL")).crashes(137, "SIGKILL");
            TABLE.row(pool, "signal(TERM)", Faults.signal("TERM")).crashes(143, "SIGTERM");
            TABLE.row(pool, "heapExhaustion", Faults.heapExhaustion())
                    .fails(WorkerOutOfMemoryException.class, "Java heap space");
            TABLE.row(pool, "metaspaceExhaustion", Faults.metaspaceExhaustion())
                    .fails(WorkerOutOfMemoryException.class, "Metaspace");
            TABLE.row(pool, "directMemoryExhaustion", Faults.directMemoryExhaustion())
                    .fails(WorkerOutOfMemoryException.class, "direct buffer");
            TABLE.row(pool, "threadExhaustion", Faults.threadExhaustion())
                    .fails(WorkerOutOfMemoryException.class, "could start no further thread");

            started = ProcessHandle.current().descendants().toList();
            assertThat(neighbor).isNotDone();
            long worker = neighbor.workerPid();
            Files.createFile(end);
            assertThat(neighbor.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(worker);
        }
        awaitEnd(started);
    }

    @Test
    void whatASuddenlyDeadWorkerHadStartedEndsWithIt() throws Exception {
        ProcessHandle grandchild;
        try (var pool = smallWorkers().maxWorkers(1).build()) {
            long pid = pool.createProcessTask(Faults.forkGrandchild()).get(BOUND_SECONDS, TimeUnit.SECONDS);
            grandchild = ProcessHandle.of(pid).orElseThrow();
            TABLE.row(pool, "halt with a grandchild", Faults.halt()).crashes(0, null);
            try {
                grandchild.onExit().get(60, TimeUnit.SECONDS);
            } finally {
                grandchild.destroyForcibly();
            }
        }
    }

    @Test
    void aFaultThatNeverEndsIsEndedByItsTimeout() throws Exception {
        List<ProcessHandle> started;
        try (var pool = smallWorkers().timeout(Duration.ofSeconds(1)).build()) {
            TABLE.row(pool, "sleepForever", Faults.sleepForever()).timesOut("sleep");
            TABLE.row(pool, "forkGrandchildAndWait", Faults.forkGrandchildAndWait())
                    .timesOut("forkGrandchildAndWait");
            TABLE.row(pool, "ignoreInterrupts", Faults.ignoreInterrupts()).timesOut("sleepDeaf");
            TABLE.row(pool, "busyLoop", Faults.busyLoop()).timesOut("busyLoop");
            TABLE.row(pool, "deadlock", Faults.deadlock()).timesOut("deadlock");
            started = ProcessHandle.current().descendants().toList();
        }
        awaitEnd(started);
    }

    /** A process whose parent is dead is no descendant any more, so these were listed before. */
    private static void awaitEnd(List<ProcessHandle> processes) throws Exception {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends).get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
}
