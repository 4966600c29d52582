package io.asynccpu.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.StartupCache;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.internal.process.ProcessTable;
import io.asynccpu.support.Diary;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.TemporaryPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each worker has a temporary directory of its own, which goes with it. */
@Timeout(120)
@PoolTest
class TemporaryFilesTests {

    @TempDir
    private Path place;

    @RegisterExtension
    final TemporaryPlace temporaryPlace = new TemporaryPlace(() -> place);

    private static ProcessTaskPoolExecutor pool() {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).build();
    }

    private static String makesFiles() throws Exception {
        Path file = Files.createTempFile("apache-tika-", ".tmp");
        Path tree = Files.createDirectories(file.resolveSibling("a/b/c"));
        Files.writeString(tree.resolve("file"), "temporary");
        Files.createSymbolicLink(tree.resolve("link"), file);
        Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("---------"));
        return file.toString();
    }

    public static List<String> seesItsPlaces() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "echo $TMPDIR $TMP $TEMP; mktemp -u").start();
        String[] told = new String(shell.getInputStream().readAllBytes()).split("\\s+");
        return List.of(makesFiles(), told[0], told[1], told[2], told[3]);
    }

    public static int leavesFilesAndHalts(String diary) throws Exception {
        Diary.note(diary, makesFiles());
        Runtime.getRuntime().halt(7);
        return 0;
    }

    public static long waitsBesideItsFiles(String diary) throws Exception {
        Diary.note(diary, makesFiles());
        Diary.note(diary, Long.toString(ProcessHandle.current().pid()));
        Diary.note(diary, "made");
        new CountDownLatch(1).await();
        return 0;
    }

    @Test
    void allProgramsOfATaskFindIt() throws Exception {
        Path own;
        try (var pool = pool()) {
            List<String> places =
                    pool.createProcessTask(TemporaryFilesTests::seesItsPlaces).get(60, TimeUnit.SECONDS);
            own = Path.of(places.get(0)).getParent();
            assertThat(own.getFileName()).hasToString("worker-1.tmp");
            assertThat(own).startsWith(place);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                    .isEqualTo("rwx------");
            assertThat(places.subList(1, 4)).containsOnly(own.toString());
            assertThat(places.get(4)).startsWith(own.toString());
        }
        assertThat(own).doesNotExist();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void whatAKilledTaskLeavesGoesWithItsWorkerAndTheNextOneHasItsOwn() throws Exception {
        Path diary = Files.createDirectory(place.resolve("diary")).resolve("diary");
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(2).minWorkers(1).build()) {
            Path go = diary.resolveSibling("go");
            ProcessTask<Long> neighbor = pool.createProcessTask(Tasks::finishesWhenTold, go.toString());
            Diary.await(go, "started");
            ProcessTask<Integer> task =
                    pool.createProcessTask(TemporaryFilesTests::leavesFilesAndHalts, diary.toString());
            assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(WorkerCrashedException.class);
            Path left = Path.of(Diary.read(diary).get(0)).getParent();
            Poll.until("the worker's files go", () -> Files.notExists(left));
            // Those of its neighbor stay, with the directory that they share.
            assertThat(left.getParent()).isDirectory();
            Diary.note(go.toString(), "go");
            assertThat(neighbor.get(60, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(place).isDirectoryNotContaining("glob:**asynccpu-*");
    }

    @Test
    void aUsersOwnPlaceCountsMore() throws Exception {
        Path users = Files.createDirectory(place.resolve("users"));
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .environment(Map.of("TMPDIR", users + "/x"))
                .jvmArgs("-Djava.io.tmpdir=" + users)
                .build()) {
            assertThat(pool.createProcessTask(TemporaryFilesTests::places).get(60, TimeUnit.SECONDS))
                    .containsExactly(users.toString(), users + "/x");
        }
        assertThat(users).isEmptyDirectory();
    }

    @Test
    void aUsersVariableWithThePlaceCountsMore() throws Exception {
        Path users = Files.createDirectory(place.resolve("users"));
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            try (var pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(1)
                    .environment(Map.of(variable, "-Djava.io.tmpdir=" + users))
                    .build()) {
                List<String> places =
                        pool.createProcessTask(TemporaryFilesTests::places).get(60, TimeUnit.SECONDS);
                assertThat(places.get(0)).as(variable).isEqualTo(users.toString());
                assertThat(Path.of(places.get(1)).getFileName()).hasToString("worker-1.tmp");
            }
        }
    }

    public static List<String> places() {
        return List.of(System.getProperty("java.io.tmpdir"), String.valueOf(System.getenv("TMPDIR")));
    }

    /** Where sockets cannot be, temporary files still can, and perhaps in no other place. */
    @Test
    void aPlaceTooLongForASocketStillHoldsTheTemporaryFiles() throws Exception {
        Path longPlace = Files.createDirectory(place.resolve("x".repeat(100)));
        System.setProperty("java.io.tmpdir", longPlace.toString());
        try (var pool = pool()) {
            Path own = Path.of(pool.createProcessTask(TemporaryFilesTests::seesItsPlaces)
                            .get(60, TimeUnit.SECONDS)
                            .get(0))
                    .getParent();
            assertThat(own).startsWith(longPlace);
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
        }
        assertThat(longPlace).isEmptyDirectory();
    }

    @Test
    void aPoolInATaskHasItsFilesAsWell() throws Exception {
        try (var pool = pool()) {
            assertThat(pool.createProcessTask(TemporaryFilesTests::hasAPool).get(100, TimeUnit.SECONDS))
                    .startsWith(place.toString());
        }
        assertThat(place).isEmptyDirectory();
    }

    public static String hasAPool() throws Exception {
        try (var pool = pool()) {
            return pool.createProcessTask(TemporaryFilesTests::seesItsPlaces)
                    .get(60, TimeUnit.SECONDS)
                    .get(0);
        }
    }

    /** Tasks tidy up after themselves thoroughly. */
    @Test
    void aTaskThatRemovesTheDirectoryItselfHasItBackSoon() throws Exception {
        try (var pool = pool()) {
            String own =
                    pool.createProcessTask(TemporaryFilesTests::removesItsOwn).get(60, TimeUnit.SECONDS);
            Poll.until("it is there again", () -> Files.isDirectory(Path.of(own)));
            assertThat(pool.createProcessTask(TemporaryFilesTests::seesItsPlaces)
                            .get(60, TimeUnit.SECONDS)
                            .get(0))
                    .startsWith(own);
        }
        assertThat(place).isEmptyDirectory();
    }

    public static String removesItsOwn() throws Exception {
        Path own = Path.of(System.getProperty("java.io.tmpdir"));
        Files.delete(own);
        return own.toString();
    }

    @Test
    void inProcessThereIsNone() throws Exception {
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).inProcess(true).build()) {
            assertThat(pool.createProcessTask(TemporaryFilesTests::places)
                            .get(60, TimeUnit.SECONDS)
                            .get(0))
                    .isEqualTo(place.toString());
        }
    }

    /** A parent that is to be killed. */
    public static final class Parent {
        public static void main(String[] args) throws Exception {
            var pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(1)
                    .startupCache(StartupCache.OFF)
                    .build();
            pool.createProcessTask(TemporaryFilesTests::waitsBesideItsFiles, args[0])
                    .join();
        }
    }

    /** A child has a moment for it, and on a very busy machine may not get it; then the next pool removes them. */
    private void killParents(Path its) throws Exception {
        boolean gone = false;
        for (int i = 1; i <= 10 && !gone; i++) {
            gone = areGoneWithTheChildOf(killAParent(its, i), its, i);
        }
        assertThat(gone).as("removed by the child").isTrue();
    }

    private Path diary(int number) {
        return place.resolve("diary-" + number);
    }

    private long killAParent(Path its, int number) throws Exception {
        Process parent = ParentJvm.builder(
                        List.of(),
                        List.of("-Djava.io.tmpdir=" + its),
                        Parent.class,
                        diary(number).toString())
                .inheritIO()
                .start();
        try {
            Diary.await(diary(number), "made");
        } finally {
            parent.destroyForcibly().waitFor();
        }
        return parent.pid();
    }

    private boolean areGoneWithTheChildOf(long parent, Path its, int number) throws Exception {
        long child = Long.parseLong(Diary.read(diary(number)).get(1));
        Poll.until("the child ends", () -> ProcessTable.isGone(child));
        try (var files = Files.list(its)) {
            return files.findAny().isEmpty()
                    && NothingLeftBehind.directoriesOf(parent).isEmpty();
        }
    }

    @Test
    void theyGoWhenTheParentIsKilled() throws Exception {
        Path its = Files.createDirectory(place.resolve("its"));
        System.setProperty("java.io.tmpdir", its.toString());
        killParents(its);
    }

    @Test
    void theyGoWhenTheParentIsKilledThoughTheyAreElsewhere() throws Exception {
        System.setProperty("java.io.tmpdir", "/tmp");
        killParents(Files.createDirectory(place.resolve("x".repeat(100))));
    }
}
