package io.asynccpu.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.support.AnotherUser;
import io.asynccpu.support.ChildChannel;
import io.asynccpu.support.DeadlyTasks;
import io.asynccpu.support.Diary;
import io.asynccpu.support.NotBehindAWall;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.TemporaryPlace;
import io.asynccpu.support.Thorough;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cleaners and tasks remove a pool's files, tasks and strangers put others there, and the pool goes on. */
@NotBehindAWall("a worker cannot remove its pool's files, of which it sees only its own")
@Timeout(120)
@PoolTest
class WipedFilesTests {

    @TempDir
    private Path place;

    @RegisterExtension
    final TemporaryPlace temporaryPlace = new TemporaryPlace(() -> place);

    @AfterEach
    void nothingIsLeftInThePlace() throws IOException {
        try (var files = Files.list(place)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("asynccpu-"));
        }
    }

    private static ProcessTaskPoolExecutor pool(int workers) {
        return ProcessTaskPoolExecutor.builder().maxWorkers(workers).build();
    }

    /** In the child: of its own pool. */
    private static Path poolsDirectory() {
        return DeadlyTasks.crashReport().getParent();
    }

    /** Again where the pool has made something anew meanwhile, which leaves a directory that is not empty. */
    private static void wipe(Path directory) throws Exception {
        int tries = 0;
        while (new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor() != 0) {
            assertThat(++tries).as("times that %s was not removed", directory).isLessThan(100);
        }
    }

    public enum End {
        HALT,
        KILL,
        CRASH
    }

    public static int wipesAndEnds(End end) throws Exception {
        wipe(poolsDirectory());
        switch (end) {
            case HALT -> Runtime.getRuntime().halt(7);
            case KILL -> {
                new ProcessBuilder("kill", "-9", Long.toString(Tasks.pid())).start();
                new CountDownLatch(1).await();
            }
            case CRASH -> DeadlyTasks.crashes();
        }
        return 0;
    }

    @Thorough
    @ParameterizedTest
    @EnumSource(End.class)
    void theCauseOfADeathIsRightThoughTheTaskHasRemovedThePoolsFiles(End end) throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                // Where the JVM writes its report if the place for it is gone.
                .workingDirectory(Files.createDirectory(place.resolve("work")))
                .build()) {
            for (int round = 0; round < 4; round++) {
                Path go = place.resolve("go" + round);
                ProcessTask<Long> neighbor = pool.createProcessTask(Tasks::finishesWhenTold, go.toString());
                Diary.await(go, "started");
                ProcessTask<Integer> task = pool.createProcessTask(WipedFilesTests::wipesAndEnds, end);
                assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOfSatisfying(WorkerCrashedException.class, death -> {
                            assertThat(death)
                                    .hasMessageContaining("died while it ran")
                                    .hasMessageNotContaining("invalid message");
                            if (end == End.HALT) {
                                assertThat(death.death().cause()).isEqualTo(Cause.EXITED);
                                assertThat(death.exitCode()).isEqualTo(7);
                            } else {
                                assertThat(death.death().signal())
                                        .isIn(end == End.KILL ? List.of("SIGKILL") : List.of("SIGSEGV", "SIGABRT"));
                            }
                        });
                Diary.note(go.toString(), "go");
                assertThat(neighbor.get(60, TimeUnit.SECONDS)).isEqualTo(neighbor.workerPid());
                assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                        .isPositive();
            }
            assertThat(pool.snapshot().startFailure()).isNull();
        }
        assertThat(place.resolve("work")).isEmptyDirectory();
    }

    public static int wipesWithItsResultInTheOutbox() throws Exception {
        wipe(poolsDirectory());
        return ChildChannel.dieWithResultInOutbox(42);
    }

    @Test
    void aResultThatStandsReadyOutlivesEvenItsFile() throws Exception {
        try (var pool = pool(1)) {
            assertThat(pool.createProcessTask(WipedFilesTests::wipesWithItsResultInTheOutbox)
                            .get(60, TimeUnit.SECONDS))
                    .isEqualTo(42);
        }
    }

    public static int cutsAndHalts() throws IOException {
        for (String suffix : List.of(".outbox", ".started")) {
            try (FileChannel file = FileChannel.open(sibling(suffix), StandardOpenOption.WRITE)) {
                file.truncate(5);
            }
        }
        Runtime.getRuntime().halt(7);
        return 0;
    }

    private static Path sibling(String suffix) {
        String report = DeadlyTasks.crashReport().toString();
        return Path.of(report.substring(0, report.lastIndexOf('.')) + suffix);
    }

    @Test
    void whatAWorkerHasCutIsNoReasonOfItsDeathAndCountsAsAStart() throws Exception {
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).maxAttempts(1).build()) {
            ProcessTask<Integer> task = pool.createProcessTask(WipedFilesTests::cutsAndHalts);
            assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(WorkerCrashedException.class, death -> {
                        assertThat(death.exitCode()).isEqualTo(7);
                        assertThat(death.death().cause()).isEqualTo(Cause.EXITED);
                    });
            assertThat(task.attempt()).isOne();
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
        }
    }

    @Test
    void whatOthersRemoveBetweenTwoTasksIsThereForTheNextWorker() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .minWorkers(1)
                .maxTasksPerWorker(1)
                .build()) {
            for (int round = 0; round < 4; round++) {
                assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                        .isPositive();
                try (var files = Files.list(place)) {
                    for (Path file : files.toList()) {
                        wipe(file);
                    }
                }
            }
            assertThat(pool.snapshot().startFailure()).isNull();
        }
    }

    /** What a task may put where the next worker is to live. */
    public enum Planted {
        PIPE,
        LINK,
        DIRECTORY,
        FILE
    }

    public static int plants(Planted planted, String target) throws Exception {
        Path directory = poolsDirectory();
        for (int worker = 3; worker < 6; worker++) {
            for (String name : List.of("outbox", "started", "sock", "crash", "args", "tmp")) {
                Path file = directory.resolve("worker-" + worker + "." + name);
                switch (planted) {
                    case PIPE ->
                        assertThat(new ProcessBuilder("mkfifo", file.toString())
                                        .start()
                                        .waitFor())
                                .isZero();
                    case LINK -> Files.createSymbolicLink(file, Path.of(target));
                    case DIRECTORY -> Files.createDirectories(file.resolve("a/b"));
                    case FILE -> Files.writeString(file, "planted");
                }
            }
        }
        Runtime.getRuntime().halt(7);
        return 0;
    }

    @Thorough
    @ParameterizedTest
    @EnumSource(Planted.class)
    void whatATaskPutsWhereTheNextWorkersLiveIsNotUsed(Planted planted) throws Exception {
        Path target = Files.writeString(place.resolve("target"), "mine");
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            Path go = place.resolve("go");
            ProcessTask<Long> neighbor = pool.createProcessTask(Tasks::finishesWhenTold, go.toString());
            Diary.await(go, "started");
            ProcessTask<Integer> plants = pool.createProcessTask(WipedFilesTests::plants, planted, target.toString());
            assertThatThrownBy(() -> plants.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(WorkerCrashedException.class);
            for (int i = 0; i < 2; i++) {
                ProcessTask<Integer> dies = pool.createProcessTask(Tasks::halts, 3);
                assertThatThrownBy(() -> dies.get(60, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOfSatisfying(WorkerCrashedException.class, death -> assertThat(death.exitCode())
                                .isEqualTo(3));
            }
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
            var workers = pool.statistics().workers();
            assertThat(workers.ready()).as("no start has failed").isEqualTo(workers.started());
            Diary.note(go.toString(), "go");
            assertThat(neighbor.get(60, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(target).hasContent("mine");
    }

    public static int replacesTheDirectory() throws Exception {
        Path directory = poolsDirectory();
        wipe(directory);
        Files.createDirectory(directory);
        Files.createSymbolicLink(directory.resolve("owner"), Path.of("/dev/zero"));
        Runtime.getRuntime().halt(7);
        return 0;
    }

    @Test
    void aDirectoryThatATaskPutsInPlaceOfThePoolsIsNotUsed() throws Exception {
        Path theirs = null;
        try (var pool = pool(1)) {
            for (int round = 0; round < 2; round++) {
                ProcessTask<Integer> task = pool.createProcessTask(WipedFilesTests::replacesTheDirectory);
                assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(WorkerCrashedException.class)
                        .hasMessageContaining("exited with code 7");
            }
        }
        // The pool removes what it has made, and nothing else.
        try (var files = Files.list(place)) {
            for (Path file : files.toList()) {
                assertThat(Files.readSymbolicLink(file.resolve("owner"))).isEqualTo(Path.of("/dev/zero"));
                theirs = file;
                wipe(file);
            }
        }
        assertThat(theirs).isNotNull();
    }

    /** Before the pool is made, and while it runs. */
    @Thorough
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStrangersPipeInTheSharedPlaceHangsNothing(boolean before) throws Exception {
        AnotherUser.isNeeded();
        AnotherUser.shares(place);
        String plants =
                "for i in 1 2 3; do mkdir -m 777 \"$1/asynccpu-$i-1\"; mkfifo -m 666 \"$1/asynccpu-$i-1/owner\"; done";
        if (before) {
            AnotherUser.does(plants, place);
        }
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                .maxTasksPerWorker(1)
                .build()) {
            pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            if (!before) {
                AnotherUser.does(plants, place);
            }
            for (int i = 0; i < 3; i++) {
                pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
                assertThat(pool.snapshot().startFailure()).isNull();
            }
        }
        for (int i = 1; i <= 3; i++) {
            Path pipe = place.resolve("asynccpu-" + i + "-1/owner");
            assertThat(Files.exists(pipe, LinkOption.NOFOLLOW_LINKS)).isTrue();
            wipe(pipe.getParent());
        }
    }
}
