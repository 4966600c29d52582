package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.DumpFailedException;
import io.asynccpu.api.HeapDump;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.ThreadDump;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a worker tells of itself when an operator asks. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
@PoolTest
class DumpTests {

    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    private ProcessTaskPoolExecutorBuilder pool() {
        return ProcessTaskPoolExecutor.builder()
                .name("dumped")
                .maxWorkers(1)
                .maxHeap(64 << 20)
                .cancelTasksWhenShutdown(true)
                .cancelGracePeriod(Duration.ofMillis(100))
                .killGracePeriod(Duration.ofMillis(100))
                .listener(events);
    }

    private Path dumps() {
        return directory.resolve("made/if need be");
    }

    private static int worker(ProcessTaskPoolExecutor pool) {
        return pool.snapshot().workers().get(0).id();
    }

    private ProcessTask<String> running(ProcessTaskPoolExecutor pool) throws Exception {
        return running(pool, "diary");
    }

    private ProcessTask<String> running(ProcessTaskPoolExecutor pool, String name) throws Exception {
        Path diary = directory.resolve(name);
        ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary.toString());
        Diary.await(diary, "started 1");
        return task;
    }

    private static AbstractThrowableAssert<?, ?> assertFails(CompletableFuture<?> dump) {
        return assertThatThrownBy(() -> dump.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(DumpFailedException.class);
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    // --- threads ---

    @Test
    void aThreadDumpNamesWhereATaskSleeps() throws Exception {
        try (var pool = pool().build()) {
            ProcessTask<String> task = running(pool);
            ThreadDump dump = pool.threadDump(worker(pool)).get(60, TimeUnit.SECONDS);
            assertThat(dump.workerId()).isEqualTo(worker(pool));
            assertThat(dump.pid()).isEqualTo(task.workerPid());
            assertThat(dump.text())
                    .contains("\"dumped-task-1\"", "WAITING on <java.util.concurrent.CountDownLatch$Sync@")
                    .contains("at io.asynccpu.support.Tasks.waits(Tasks.java:")
                    .contains("\"main\"", "\"asynccpu-dump\" #");
            assertThat(task).isNotDone();
        }
    }

    @Test
    void anIdleWorkerAnswersAndWorksOn() throws Exception {
        try (var pool = pool().build()) {
            long pid = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            for (int i = 0; i < 3; i++) {
                assertThat(pool.threadDump(worker(pool))
                                .get(60, TimeUnit.SECONDS)
                                .text())
                        .contains("dumped-task-1");
            }
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isEqualTo(pid);
        }
    }

    /** In the child: threads whose names alone are more than a dump may be. */
    static long namesThreadsAtLength() {
        for (int i = 0; i < 400; i++) {
            Thread named = new Thread(
                    () -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    (i % 2 == 0 ? "漢" : "x").repeat(i == 0 ? 3_000_000 : 4_000));
            named.setDaemon(true);
            named.start();
        }
        return Tasks.pid();
    }

    @Test
    void aDumpBeyondAllMeasureIsCutAndItsWorkerLives() throws Exception {
        try (var pool = pool().build()) {
            long pid = pool.createProcessTask(DumpTests::namesThreadsAtLength).get(60, TimeUnit.SECONDS);
            String text =
                    pool.threadDump(worker(pool)).get(60, TimeUnit.SECONDS).text();
            assertThat(text)
                    .hasSizeBetween(100_000, 1_000_000)
                    .contains("\"main\"")
                    .containsPattern("characters\\)$");
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isEqualTo(pid);
        }
    }

    /** In the child: two threads that hold what the other one wants. */
    static int deadlocks(String diary) throws Exception {
        Object one = new Object();
        Object two = new Object();
        CountDownLatch bothHold = new CountDownLatch(2);
        Thread other = new Thread(() -> lock(two, one, bothHold), "the-other");
        other.setDaemon(true);
        other.start();
        Diary.note(diary, "started");
        lock(one, two, bothHold);
        return 0;
    }

    private static void lock(Object first, Object second, CountDownLatch bothHold) {
        synchronized (first) {
            bothHold.countDown();
            try {
                bothHold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (second) {
                throw new IllegalStateException("no deadlock");
            }
        }
    }

    @Test
    void aDeadlockStandsFirst() throws Exception {
        try (var pool = pool().build()) {
            Path diary = directory.resolve("diary");
            pool.createProcessTask(DumpTests::deadlocks, diary.toString());
            Diary.await(diary, "started");
            String text;
            do {
                // Only the child knows when both have come to their second lock.
                text = pool.threadDump(worker(pool)).get(60, TimeUnit.SECONDS).text();
            } while (!text.contains("Deadlock"));
            assertThat(text).startsWith("Deadlock: these 2 threads wait for each other for ever.");
            assertThat(text.substring(0, text.indexOf("The other threads:")))
                    .contains(
                            "\"the-other\"",
                            "held by \"the-other\"",
                            "held by \"dumped-task-1\"",
                            "- locked <java.lang.Object@");
        }
    }

    /** In the child: so many threads with so deep a stack that the text would be endless. */
    static int crowds(String diary) throws Exception {
        CountDownLatch started = new CountDownLatch(60);
        for (int i = 0; i < 60; i++) {
            Thread thread = new Thread(null, () -> deep(800, started), "deep-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        started.await();
        Diary.note(diary, "started");
        new CountDownLatch(1).await();
        return 0;
    }

    private static int deep(int depth, CountDownLatch started) {
        if (depth > 0) {
            return deep(depth - 1, started) + 1;
        }
        started.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    @Test
    void aTextThatWouldBeTooLongIsCutAndSaysSo() throws Exception {
        try (var pool = pool().build()) {
            Path diary = directory.resolve("diary");
            pool.createProcessTask(DumpTests::crowds, diary.toString());
            Diary.await(diary, "started");
            String text =
                    pool.threadDump(worker(pool)).get(60, TimeUnit.SECONDS).text();
            assertThat(text).hasSizeBetween(800_000, 1_000_000);
            assertThat(text.strip().lines().reduce((first, last) -> last).orElseThrow())
                    .matches("… cut here: \\d+ more threads would make this text too long\\.");
        }
    }

    @Test
    void inProcessTheWorkersOwnThreadsAreShownAndNoHeap() throws Exception {
        try (var pool = pool().inProcess(true).crashReports(dumps()).build()) {
            running(pool);
            assertThat(pool.threadDump(worker(pool)).get(60, TimeUnit.SECONDS).text())
                    .contains("\"dumped-task-1\"", "Tasks.waits", "\"asynccpu-dumped-in-process-1\"")
                    .doesNotContain("\"main\"");
            assertFails(pool.heapDump(worker(pool))).hasMessageContaining("have no heap of their own");
        }
    }

    // --- heap ---

    @Test
    void aHeapDumpIsANewFileForThisUserOnly() throws Exception {
        try (var pool = pool().crashReports(dumps()).build()) {
            ProcessTask<String> task = running(pool);
            HeapDump one = pool.heapDump(worker(pool)).get(60, TimeUnit.SECONDS);
            HeapDump two = pool.heapDump(worker(pool)).get(60, TimeUnit.SECONDS);
            assertThat(one.file()).isNotEqualTo(two.file());
            assertThat(one.pid()).isEqualTo(task.workerPid());
            for (HeapDump dump : new HeapDump[] {one, two}) {
                assertThat(dump.file().getParent()).isEqualTo(dumps().toAbsolutePath());
                assertThat(dump.file().getFileName().toString())
                        .matches("asynccpu-dumped-\\d{8}-\\d{6}-pid" + dump.pid() + "-\\d+\\.hprof");
                byte[] bytes = Files.readAllBytes(dump.file());
                assertThat(dump.bytes()).isEqualTo(bytes.length).isGreaterThan(100_000);
                assertThat(new String(Arrays.copyOf(bytes, 12), StandardCharsets.US_ASCII))
                        .isEqualTo("JAVA PROFILE");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dump.file())))
                        .isEqualTo("rw-------");
            }
            assertThat(task).isNotDone();
        }
    }

    @Test
    void withoutADirectoryAHeapDumpIsRefusedByTheKeyThatIsMissing() throws Exception {
        try (var pool = pool().build()) {
            pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            assertFails(pool.heapDump(worker(pool))).hasMessageContaining("asynccpu.worker.crash-reports");
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (var pool = pool().crashReports(file.resolve("below")).build()) {
            pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            assertFails(pool.heapDump(worker(pool))).hasMessageContaining(file + "/below cannot be made");
        }
    }

    // --- what goes wrong ---

    @Test
    void whoIsNotThereOrNotReadyIsNamed() throws Exception {
        try (var pool = pool().build()) {
            assertFails(pool.threadDump(99)).hasMessageContaining("Pool dumped gives no dump: it has no worker 99");
            pool.createProcessTask(Tasks::pid);
            // It is hardly ready yet; then it answers.
            CompletableFuture<ThreadDump> early = pool.threadDump(worker(pool));
            early.exceptionally(failure -> {
                        assertThat(failure).hasMessageContaining("it is STARTING and not READY");
                        return new ThreadDump(0, 0, Instant.EPOCH, "");
                    })
                    .get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aWorkerThatDiesMeanwhileFailsTheDumpByName() throws Exception {
        try (var pool = pool().silenceTimeout(null).crashReports(dumps()).build()) {
            for (boolean heap : new boolean[] {false, true}) {
                long pid = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
                int worker = worker(pool);
                signal("STOP", pid);
                CompletableFuture<?> dump = heap ? pool.heapDump(worker) : pool.threadDump(worker);
                assertThat(dump).isNotDone();
                assertFails(pool.threadDump(worker))
                        .hasMessageContaining("it is making another one, and makes one at a time");
                signal("KILL", pid);
                assertFails(dump)
                        .hasMessageContaining(
                                "Worker " + worker + " of pool dumped (pid " + pid + ") gives no dump: it has ended: ")
                        .hasMessageContaining("SIGKILL")
                        .satisfies(failure -> assertThat(((DumpFailedException) failure).isLate())
                                .isFalse());
                assertFails(pool.threadDump(worker)).hasMessageContaining("gives no dump: it");
            }
            try (Stream<Path> files = Files.list(dumps())) {
                assertThat(files).as("half a dump").isEmpty();
            }
        }
    }

    @Tag("chaos")
    @Test
    void aFrozenWorkerFailsTheDumpInTimeAndOwesItStill() throws Exception {
        try (var pool = pool().silenceTimeout(null).build()) {
            long pid = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            int worker = worker(pool);
            signal("STOP", pid);
            CompletableFuture<ThreadDump> dump = pool.threadDump(worker);
            assertFails(dump)
                    .hasMessageContaining("did not answer within PT10S")
                    .satisfies(failure ->
                            assertThat(((DumpFailedException) failure).isLate()).isTrue());
            assertFails(pool.threadDump(worker)).hasMessageContaining("another one");
            signal("CONT", pid);
            // The late answer is nobody's, and no nonsense either.
            String again;
            do {
                again = pool.threadDump(worker)
                        .handle((made, failure) -> made == null ? failure.getMessage() : made.text())
                        .get(60, TimeUnit.SECONDS);
            } while (again.contains("another one"));
            assertThat(again).contains("dumped-task-1");
            assertThat(events.ends()).isEmpty();
        }
    }

    @Test
    void aWorkerThatStandsStillForItsHeapIsNotTakenForFrozen() throws Exception {
        try (var pool = pool().silenceTimeout(Duration.ofMillis(400))
                .crashReports(dumps())
                .build()) {
            long pid = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            // As silent as one in a safepoint that waits for its disk.
            signal("STOP", pid);
            CompletableFuture<HeapDump> dump = pool.heapDump(worker(pool));
            assertThatThrownBy(() -> dump.get(3, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(events.ends()).isEmpty();
            signal("CONT", pid);
            assertThat(dump.get(60, TimeUnit.SECONDS).pid()).isEqualTo(pid);
            // From now on its silence counts again.
            signal("STOP", pid);
            assertThat(events.awaitEnds(1).get(0)).contains("frozen");
        }
    }

    /** Two workers stand still, and one of them for its heap: when the other is killed, the time for both was over. */
    @Test
    void aCancelDuringALongHeapDumpKillsOnlyWhoMakesNone() throws Exception {
        try (var pool = pool().maxWorkers(2)
                .cancelGracePeriod(Duration.ofSeconds(3))
                .silenceTimeout(null)
                .crashReports(dumps())
                .build()) {
            ProcessTask<String> dumped = running(pool, "dumped");
            ProcessTask<String> other = running(pool, "other");
            long pid = dumped.workerPid();
            int worker = pool.snapshot().workers().stream()
                    .filter(it -> it.pid() == pid)
                    .findFirst()
                    .orElseThrow()
                    .id();
            signal("STOP", pid);
            signal("STOP", other.workerPid());
            CompletableFuture<HeapDump> dump = pool.heapDump(worker);
            dumped.cancel(true);
            other.cancel(true);
            assertThat(events.awaitEnds(1).get(0)).contains("Task " + other.taskId() + " ", "cancel grace period");
            assertThat(dump).isNotDone();
            signal("CONT", pid);
            assertThat(dump.get(60, TimeUnit.SECONDS).pid()).isEqualTo(pid);
            Diary.await(directory.resolve("dumped"), "interrupted true");
            assertThat(pool.snapshot().workers())
                    .extracting(PoolSnapshot.Worker::pid)
                    .contains(pid);
            assertThat(events.ends()).hasSize(1);
        }
    }

    @Test
    void whoGoesOnAfterTheHeapDumpIsKilledStill() throws Exception {
        try (var pool = pool().crashReports(dumps()).build()) {
            Path diary = directory.resolve("diary");
            ProcessTask<Integer> task = pool.createProcessTask(Tasks::ignoresInterrupts, diary.toString());
            Diary.await(diary, "started 1");
            signal("STOP", task.workerPid());
            CompletableFuture<HeapDump> dump = pool.heapDump(worker(pool));
            task.cancel(true);
            signal("CONT", task.workerPid());
            dump.get(60, TimeUnit.SECONDS);
            assertThat(events.awaitEnds(1).get(0)).contains("cancel grace period");
        }
    }

    @Test
    void aShutdownWaitsForNoHeapDumpOfAWorkerWithACancelledTask() throws Exception {
        CompletableFuture<HeapDump> dump;
        try (var pool = pool().silenceTimeout(null).crashReports(dumps()).build()) {
            ProcessTask<String> task = running(pool);
            signal("STOP", task.workerPid());
            dump = pool.heapDump(worker(pool));
            task.cancel(true);
        }
        assertFails(dump).hasMessageContaining("it has ended");
    }

    @Test
    void aShutdownDoesNotWaitForADump() throws Exception {
        CompletableFuture<ThreadDump> dump;
        try (var pool = pool().build()) {
            long pid = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            signal("STOP", pid);
            dump = pool.threadDump(worker(pool));
        }
        assertFails(dump).hasMessageContaining("it has ended");
    }

    @Test
    void whatHangsOnTheFutureHoldsUpNobody() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (var pool = pool().build()) {
            pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            CompletableFuture<Void> blocked = pool.threadDump(worker(pool)).thenAccept(dump -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(pool.threadDump(worker(pool))
                            .handle((dump, failure) -> 1)
                            .get(60, TimeUnit.SECONDS))
                    .isEqualTo(1);
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
            end.countDown();
            blocked.get(60, TimeUnit.SECONDS);
        }
    }
}
