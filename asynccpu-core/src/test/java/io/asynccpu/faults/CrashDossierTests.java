package io.asynccpu.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.support.DeadlyTasks;
import io.asynccpu.support.Diary;
import io.asynccpu.support.NotBehindAWall;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@PoolTest
class CrashDossierTests {

    /** What a hostile child puts where its crash report is looked for. */
    public enum Trap {
        PIPE,
        LINK,
        HUGE_FILE,
        DIRECTORY,
        HOSTILE_TEXT
    }

    private static final String FRAME = "# Problematic frame:\n# ";

    @TempDir
    private Path directory;

    private static WorkerCrashedException deathOf(ProcessTask<?> task) {
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> task.get(60, TimeUnit.SECONDS));
        return (WorkerCrashedException) failure.getCause();
    }

    public static int setsTrap(String kind, String secret) throws Exception {
        Path report = DeadlyTasks.crashReport();
        switch (Trap.valueOf(kind)) {
            case PIPE ->
                new ProcessBuilder("mkfifo", report.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
            case LINK -> Files.createSymbolicLink(report, Path.of(secret));
            case HUGE_FILE -> {
                try (RandomAccessFile file = new RandomAccessFile(report.toFile(), "rw")) {
                    file.setLength(1L << 40);
                }
            }
            case DIRECTORY -> Files.createDirectory(report);
            case HOSTILE_TEXT -> Files.writeString(report, FRAME + "C  \u001b[2J\u0007" + "x".repeat(100_000) + "\n");
        }
        Runtime.getRuntime().halt(9);
        return 9;
    }

    @NotBehindAWall("a worker cannot replace its files, on which others are mounted")
    @Thorough
    @ParameterizedTest
    @EnumSource
    void aTrapAtTheReportsPlaceNeitherHangsNorLeaksNorFills(Trap trap) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), FRAME + "the secret\n");
        Path reports = directory.resolve("reports");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .crashReports(reports)
                .build()) {
            WorkerCrashedException death =
                    deathOf(pool.createProcessTask(CrashDossierTests::setsTrap, trap.name(), secret.toString()));
            assertThat(death.exitCode()).isEqualTo(9);
            assertThat(death.getMessage()).doesNotContain("the secret").hasSizeLessThan(10_000);
            boolean isFile = trap == Trap.HUGE_FILE || trap == Trap.HOSTILE_TEXT;
            if (isFile) {
                assertThat(death.death().cause()).isEqualTo(Cause.CRASHED);
                assertThat(death.crashReport()).isRegularFile();
                assertThat(Files.size(death.crashReport())).isLessThanOrEqualTo(4 << 20);
            } else {
                assertThat(death.death().cause()).isEqualTo(Cause.EXITED);
                assertThat(death.crashReport()).isNull();
                assertThat(reports).doesNotExist();
            }
            if (trap == Trap.HOSTILE_TEXT) {
                assertThat(death.problematicFrame())
                        .startsWith("C  \uFFFD[2J\uFFFDxxx")
                        .hasSizeLessThan(400);
            }
            assertThat(pool.createProcessTask(Tasks::pid).join()).isPositive();
        }
        assertThat(secret).exists();
    }

    public static int replacesTheNoteOfItsStart() throws Exception {
        String report = DeadlyTasks.crashReport().toString();
        Path page = Path.of(report.substring(0, report.lastIndexOf('.')) + ".started");
        Files.delete(page);
        new ProcessBuilder("mkfifo", page.toString()).start().waitFor();
        Runtime.getRuntime().halt(9);
        return 9;
    }

    @NotBehindAWall("a worker cannot replace its files, on which others are mounted")
    @Test
    void aPipeInPlaceOfTheNoteOfItsStartHangsNobodyAndCountsAsAStart() throws Exception {
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).maxAttempts(1).build()) {
            WorkerCrashedException death =
                    deathOf(pool.createProcessTask(CrashDossierTests::replacesTheNoteOfItsStart));
            assertThat(death.exitCode()).isEqualTo(9);
            assertThat(death).hasMessageContaining("died while it ran");
            assertThat(pool.createProcessTask(Tasks::pid).join()).isPositive();
        }
    }

    @Test
    void theReportOfACrashIsKeptForItsUserAlone() throws Exception {
        Path reports = directory.resolve("reports");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .name("native")
                .maxWorkers(1)
                .crashReports(reports)
                .build()) {
            pool.createProcessTask(Tasks::pid).join();
            pool.createProcessTask(Tasks::pid).join();
            ProcessTask<Integer> task = pool.createProcessTask(DeadlyTasks::crashes);
            WorkerCrashedException death = deathOf(task);
            assertThat(death.problematicFrame()).contains("libjvm");
            assertThat(death.signal()).isEqualTo("SIGSEGV");
            assertThat(death.death().tasksDone()).isEqualTo(2);
            assertThat(death.death().age()).isPositive().isLessThan(Duration.ofMinutes(2));
            assertThat(death).hasMessageContainingAll("s old and had done 2 tasks", "crash report is " + reports);
            assertThat(death.crashReport().getFileName().toString())
                    .startsWith("asynccpu-native-")
                    .endsWith("-pid" + task.workerPid() + ".log");
            assertThat(Files.readString(death.crashReport())).contains(death.problematicFrame());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(death.crashReport())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aReportIsDeletedWhereNobodyWantsIt(ProcessTaskPoolExecutor pool) throws Exception {
        Path place =
                Path.of(pool.createProcessTask(CrashDossierTests::reportPlace).join());
        WorkerCrashedException death = deathOf(pool.createProcessTask(DeadlyTasks::crashes));
        assertThat(death.problematicFrame()).isNotNull();
        assertThat(death.crashReport()).isNull();
        assertThat(death).hasMessageContaining("worker.crash-reports");
        assertThat(place).doesNotExist();
    }

    public static String reportPlace() {
        return DeadlyTasks.crashReport().toString();
    }

    @Test
    void onlyTheOutputOfTheTaskThatDiedIsShown(ProcessTaskPoolExecutor pool) throws Exception {
        for (int i = 0; i < 10; i++) {
            pool.createProcessTask(DeadlyTasks::talks, "before").join();
        }
        WorkerCrashedException death = deathOf(pool.createProcessTask(DeadlyTasks::diesTalking, "mine"));
        assertThat(death.lastOutput())
                .containsExactlyInAnyOrder("out mine", "err mine", "\uFFFD(\uFFFD\uFFFD[2J\uFFFD", "unfinished mine");
        assertThat(death).hasMessageContainingAll("The task's last output:", "out mine");
    }

    @Test
    void aFloodLeavesItsLastLinesWithinBounds(ProcessTaskPoolExecutor pool) throws Exception {
        WorkerCrashedException death = deathOf(pool.createProcessTask(DeadlyTasks::diesFlooding));
        assertThat(death.lastOutput()).isNotEmpty().hasSizeLessThanOrEqualTo(50);
        assertThat(death.lastOutput().stream().mapToInt(String::length).sum())
                .isPositive()
                .isLessThanOrEqualTo(32 << 10);
        assertThat(death.getMessage()).hasSizeLessThan(10_000);
    }

    @Test
    void tasksThatRanTogetherAreNamedTogether() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .threadsPerWorker(3)
                .build()) {
            ProcessTask<String> neighbor = pool.createProcessTask(DeadlyTasks::returnsWhenTold, diary.toString());
            Diary.await(diary, "started");
            ProcessTask<Integer> guilty = pool.createProcessTask(Tasks::exits, 7);
            for (ProcessTask<?> task : Stream.of(neighbor, guilty).toList()) {
                assertThat(deathOf(task))
                        .hasMessageContainingAll(
                                "died while it ran Task " + task.taskId() + " (",
                                "It ran 2 tasks at that time",
                                "Task " + neighbor.taskId() + " (",
                                "Task " + guilty.taskId() + " (",
                                "it is unknown which of them is the cause");
            }
        }
    }

    @Test
    void aKillAfterADeafCancelIsThePools() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .threadsPerWorker(2)
                .cancelGracePeriod(Duration.ofMillis(100))
                .neighborGracePeriod(Duration.ofMillis(100))
                .build()) {
            ProcessTask<String> neighbor = pool.createProcessTask(DeadlyTasks::returnsWhenTold, diary.toString());
            Diary.await(diary, "started");
            ProcessTask<Integer> deaf = pool.createProcessTask(Tasks::ignoresInterrupts, diary.toString());
            Diary.await(diary, "started 1");
            deaf.cancel(true);
            WorkerCrashedException death = deathOf(neighbor);
            assertThat(death.death().cause()).isEqualTo(Cause.KILLED_BY_POOL);
            assertThat(death)
                    .hasMessageContainingAll("killed by this pool: Task " + deaf.taskId() + " (", "cancel grace period")
                    .message()
                    .doesNotContain("cannot be known");
        }
    }

    @Test
    void theExceptionCanBeSerialized(ProcessTaskPoolExecutor pool) throws Exception {
        WorkerCrashedException death = deathOf(pool.createProcessTask(Tasks::exits, 7));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(death);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject())
                    .isInstanceOfSatisfying(WorkerCrashedException.class, copy -> assertThat(copy.death())
                            .isEqualTo(death.death()));
        }
    }
}
