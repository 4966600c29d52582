package io.asynccpu.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Short tasks wait at a worker for their turn, so what becomes of that worker must not become of them. */
@Timeout(120)
@PoolTest
class SendAheadTests {

    @TempDir
    private Path directory;

    public static int same(int value) {
        return value;
    }

    public static int notes(String diary, int value) {
        Diary.note(diary, "started " + value);
        return value;
    }

    public static int notesAndHalts(String diary, int value) {
        Diary.note(diary, "started " + value);
        Runtime.getRuntime().halt(3);
        return value;
    }

    /** In a child: how often each task was started, in a file that outlives it. */
    private static @Nullable MappedByteBuffer tally;

    private static void count(String file, int task) {
        try {
            if (tally == null) {
                try (FileChannel channel =
                        FileChannel.open(Path.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    tally = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
                }
            }
            tally.put(task, (byte) (tally.get(task) + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What tells the parent which tasks this worker had started is cut, beyond what the worker itself needs. */
    public static int spoilsTheStarts() throws IOException {
        for (String mapping : Files.readAllLines(Path.of("/proc/self/maps"))) {
            if (mapping.endsWith(".started")) {
                Path page = Path.of(mapping.substring(mapping.indexOf('/')));
                try (FileChannel channel = FileChannel.open(page, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() - 1);
                }
            }
        }
        return 0;
    }

    /** So long that others wait at the worker, and short enough that the pool still takes tasks for short. */
    private static final long A_WHILE_NANOS = 700_000;

    public static int haltsInTheFirstAttempt(int value, int deadly) {
        if (value == deadly && TaskContext.current().attempt() == 1) {
            HarmlessTasks.spins(A_WHILE_NANOS);
            Runtime.getRuntime().halt(3);
        }
        return value;
    }

    /** The first one takes its time, so that the others wait at the worker. */
    public static int countsAndHaltsAt(String file, int task, int first, int deadly) {
        count(file, task);
        if (task == first) {
            HarmlessTasks.spins(A_WHILE_NANOS);
        }
        if (task == deadly) {
            Runtime.getRuntime().halt(3);
        }
        return task;
    }

    /** After this the pool knows that tasks are short. */
    private static void learnThatTasksAreShort(ProcessTaskPoolExecutor pool) {
        List<ProcessTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            tasks.add(pool.createProcessTask(SendAheadTests::same, i));
        }
        tasks.forEach(ProcessTask::join);
    }

    @Test
    void manyShortTasksGetTheirOwnResults() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            List<ProcessTask<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 50_000; i++) {
                tasks.add(pool.createProcessTask(SendAheadTests::same, i));
            }
            for (int i = 0; i < tasks.size(); i++) {
                assertThat(tasks.get(i).join()).isEqualTo(i);
            }
            assertThat(pool.snapshot().queued()).isZero();
            assertThat(pool.snapshot().completed()).isEqualTo(50_000);
        }
    }

    @Thorough
    @Test
    void whoHasTheResultSeesTheTaskCounted(ProcessTaskPoolExecutor pool) {
        for (int i = 1, last = Thorough.Extent.of(20_000); i <= last; i++) {
            pool.createProcessTask(SendAheadTests::same, i).join();
            assertThat(pool.snapshot().completed()).isEqualTo(i);
        }
    }

    @Test
    void shortTasksDoNotWaitBehindALongOneWhileAnotherWorkerIsIdle() throws Exception {
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(2).minWorkers(2).build()) {
            learnThatTasksAreShort(pool);
            Path go = directory.resolve("go");
            List<ProcessTask<Integer>> shortOnes = new ArrayList<>();
            ProcessTask<Long> longOne = null;
            for (int i = 0; i < 2000; i++) {
                if (i == 300) {
                    longOne = pool.createProcessTask(Tasks::finishesWhenTold, go.toString());
                }
                shortOnes.add(pool.createProcessTask(SendAheadTests::same, i));
            }
            for (ProcessTask<Integer> task : shortOnes) {
                task.get(30, TimeUnit.SECONDS);
            }
            assertThat(longOne).isNotNull().isNotDone();
            Diary.note(go.toString(), "go");
            longOne.get(30, TimeUnit.SECONDS);
        }
    }

    @Thorough
    @Test
    void onlyTheTaskThatKillsItsWorkerFailsAndNoneStartsTwice() throws Exception {
        String diary = directory.resolve("diary").toString();
        int tasksPerRound = 400;
        List<String> expected = new ArrayList<>();
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(2).minWorkers(2).build()) {
            for (int round = 0; round < Thorough.Extent.of(4); round++) {
                learnThatTasksAreShort(pool);
                List<ProcessTask<Integer>> tasks = new ArrayList<>();
                for (int i = 0; i < tasksPerRound; i++) {
                    int value = round * tasksPerRound + i;
                    expected.add("started " + value);
                    tasks.add(
                            i % 100 == 50
                                    ? pool.createProcessTask(SendAheadTests::notesAndHalts, diary, value)
                                    : pool.createProcessTask(SendAheadTests::notes, diary, value));
                }
                for (int i = 0; i < tasksPerRound; i++) {
                    ProcessTask<Integer> task = tasks.get(i);
                    if (i % 100 == 50) {
                        assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                                .isInstanceOf(ExecutionException.class)
                                .hasCauseInstanceOf(WorkerCrashedException.class);
                    } else {
                        assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(round * tasksPerRound + i);
                    }
                }
            }
        }
        // Sorted, since two workers write.
        List<String> started = new ArrayList<>(Diary.read(Path.of(diary)));
        Collections.sort(started);
        Collections.sort(expected);
        assertThat(started).isEqualTo(expected);
    }

    /** Short tasks that are there together leave their results together, unless one of them ends the worker before. */
    @Thorough
    @Test
    void aResultThatWasReadyIsNotLostWithTheWorker() throws Exception {
        int rounds = Thorough.Extent.of(12);
        int tasksPerRound = 30;
        Path file = directory.resolve("tally");
        Files.write(file, new byte[rounds * tasksPerRound]);
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).spareWorkers(1).build()) {
            for (int round = 0; round < rounds; round++) {
                learnThatTasksAreShort(pool);
                int first = round * tasksPerRound;
                int deadly = first + tasksPerRound - 1;
                List<ProcessTask<Integer>> tasks = new ArrayList<>();
                for (int task = first; task <= deadly; task++) {
                    tasks.add(pool.createProcessTask(
                            SendAheadTests::countsAndHaltsAt, file.toString(), task, first, deadly));
                }
                for (ProcessTask<Integer> task : tasks.subList(0, tasksPerRound - 1)) {
                    task.get(60, TimeUnit.SECONDS);
                }
                assertThatThrownBy(() -> tasks.get(tasksPerRound - 1).get(60, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(WorkerCrashedException.class);
            }
        }
        assertThat(Files.readAllBytes(file)).containsOnly(1);
    }

    /** At most once: in doubt the start counts. */
    @Test
    @DisabledIfSystemProperty(named = "asynccpu.internal.fast-path", matches = "off")
    void whatWasSentAheadCountsAsStartedWhereNobodyKnows() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxAttempts(2)
                .retryDelay(Duration.ofMillis(1))
                .build()) {
            long restarted = 0;
            // Mostly at the first go; it depends on how fast this thread is.
            for (int round = 0; round < 50 && restarted < 2; round++) {
                pool.createProcessTask(SendAheadTests::spoilsTheStarts).join();
                runAll(pool, 2_000, -1);
                restarted = runAll(pool, 100, 50).stream()
                        .filter(task -> task.attempt() == 2)
                        .count();
            }
            assertThat(restarted).isGreaterThan(1);
        }
    }

    private static List<ProcessTask<Integer>> runAll(ProcessTaskPoolExecutor pool, int count, int deadly)
            throws Exception {
        List<ProcessTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(pool.createProcessTask(SendAheadTests::haltsInTheFirstAttempt, i, deadly));
        }
        for (int i = 0; i < count; i++) {
            assertThat(tasks.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
        }
        return tasks;
    }

    @Test
    void theTimeOfATaskCountsFromItsTurnAndATimeoutHitsOnlyIt() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .timeout(Duration.ofSeconds(1))
                .cancelGracePeriod(Duration.ofMillis(100))
                .build()) {
            learnThatTasksAreShort(pool);
            List<ProcessTask<Integer>> shortOnes = new ArrayList<>();
            ProcessTask<Integer> deaf = null;
            for (int i = 0; i < 500; i++) {
                if (i == 100) {
                    deaf = pool.createProcessTask(
                            Tasks::ignoresInterrupts, directory.resolve("deaf").toString());
                }
                shortOnes.add(pool.createProcessTask(SendAheadTests::same, i));
            }
            for (ProcessTask<Integer> task : shortOnes) {
                task.get(60, TimeUnit.SECONDS);
            }
            assertThat(deaf).isNotNull();
            assertThatThrownBy(deaf::get).hasCauseInstanceOf(TaskTimeoutException.class);
        }
    }

    @Test
    void aCancelledTaskThatWasSentAheadNeverHoldsUpTheOthers() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            learnThatTasksAreShort(pool);
            List<ProcessTask<Integer>> kept = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                ProcessTask<Integer> task = pool.createProcessTask(SendAheadTests::same, i);
                if (i % 2 == 0) {
                    task.cancel(i % 4 == 0);
                } else {
                    kept.add(task);
                }
            }
            for (ProcessTask<Integer> task : kept) {
                assertThat(task.get(30, TimeUnit.SECONDS) % 2).isEqualTo(1);
            }
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "asynccpu.internal.fast-path", matches = "off")
    void aWorkerThatDoesNotGiveBackWhatItIsAskedForKeepsNobodyBusy(ProcessTaskPoolExecutor pool) throws Exception {
        List<ProcessTask<Integer>> tasks = new ArrayList<>();
        long worker = pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS);
        // Mostly at the first go; it depends on how fast this thread is.
        for (int round = 0; round < 50 && pool.snapshot().runningTasks().size() < 2; round++) {
            signal("CONT", worker);
            learnThatTasksAreShort(pool);
            signal("STOP", worker);
            for (int i = 0; i < 50; i++) {
                tasks.add(pool.createProcessTask(SendAheadTests::same, i));
            }
        }
        assertThat(pool.snapshot().runningTasks()).hasSizeGreaterThan(1);
        long before = wakeUpsOfTheTimer();
        // A time in which nothing is to happen.
        new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
        assertThat(wakeUpsOfTheTimer() - before).isLessThan(100);
        signal("CONT", worker);
        for (ProcessTask<Integer> task : tasks) {
            task.get(30, TimeUnit.SECONDS);
        }
    }

    private static long wakeUpsOfTheTimer() {
        return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().equals("asynccpu-default-timer"))
                .mapToLong(ThreadInfo::getWaitedCount)
                .sum();
    }

    private static void signal(String name, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    @Test
    void aShutdownEndsWhatWasSentAhead() throws Exception {
        List<ProcessTask<Integer>> tasks = new ArrayList<>();
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            learnThatTasksAreShort(pool);
            tasks.add(pool.createProcessTask(
                    Tasks::ignoresInterrupts, directory.resolve("deaf").toString()));
            for (int i = 0; i < 1000; i++) {
                tasks.add(pool.createProcessTask(SendAheadTests::same, i));
            }
            pool.shutdownNow();
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(tasks).allMatch(ProcessTask::isDone);
    }
}
