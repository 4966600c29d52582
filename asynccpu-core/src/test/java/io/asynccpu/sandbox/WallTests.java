package io.asynccpu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.DumpFailedException;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.Sandbox;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.launch.sandbox.FileBehindWall;
import io.asynccpu.support.CapturedLog;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.NeedsWall;
import io.asynccpu.support.NotBehindAWall;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a wall lets through, and what hostile code makes of that. */
@Timeout(60)
@NeedsWall
@NotBehindAWall("has walls of its own")
@PoolTest
class WallTests {

    @RegisterExtension
    private final CapturedLog output = new CapturedLog("io.asynccpu.worker.default.stdout");

    @TempDir
    private Path directory;

    private static ProcessTaskPoolExecutorBuilder pool(Sandbox.Builder wall) {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .sandbox(wall.build());
    }

    // --- paths ---

    public static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }

    public static String write(String file, String text) throws IOException {
        return Files.writeString(Path.of(file), text).toString();
    }

    public static boolean sees(String file) {
        return Files.exists(Path.of(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"with spaces", "100%", "two\nlines", "--bind", "ü \"quoted\" 'twice' $HOME"})
    void aPathMayHaveAnyName(String name) throws Exception {
        Path shown = Files.createDirectory(directory.resolve(name));
        Path written = Files.createDirectory(directory.resolve(name + "2"));
        String file = Files.writeString(shown.resolve(name), "text").toString();
        try (var pool = pool(Sandbox.bubblewrap().read(shown).write(written)).build()) {
            assertThat(pool.createProcessTask(WallTests::read, file).get()).isEqualTo("text");
            assertThatThrownBy(() -> pool.createProcessTask(WallTests::write, file, "other")
                            .get())
                    .hasMessageContaining("Read-only file system");
            pool.createProcessTask(WallTests::write, written.resolve(name).toString(), "from inside")
                    .get();
        }
        assertThat(written.resolve(name)).hasContent("from inside");
    }

    @Test
    void aLinkLeadsNowhereUnlessItsTargetIsShown() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Path shown = Files.createDirectory(directory.resolve("shown"));
        Path link = Files.createSymbolicLink(shown.resolve("link"), secret);
        Path linked = Files.createSymbolicLink(directory.resolve("linked"), shown);
        Files.writeString(shown.resolve("file"), "text");
        try (var pool = pool(Sandbox.bubblewrap().read(shown, linked)).build()) {
            assertThat(pool.createProcessTask(WallTests::sees, link.toString()).get())
                    .isFalse();
            assertThat(pool.createProcessTask(
                                    WallTests::read, linked.resolve("file").toString())
                            .get())
                    .isEqualTo("text");
        }
    }

    @Test
    void aPathMayLieBelowALinkOfTheSystem() throws Exception {
        List<Path> below;
        try (Stream<Path> files = Files.list(Path.of("/lib"))) {
            below = files.filter(Files::isDirectory).limit(1).toList();
        }
        try (var pool = pool(Sandbox.bubblewrap().read(below.get(0))).build()) {
            assertThat(pool.createProcessTask(WallTests::sees, below.get(0).toString())
                            .get())
                    .isTrue();
        }
    }

    @Test
    void theJdkMayBeALinkInADirectoryThatWorkersWrite() throws Exception {
        Path home = Files.createSymbolicLink(directory.resolve("home"), Path.of(System.getProperty("java.home")));
        try (var pool =
                pool(Sandbox.bubblewrap().write(directory)).javaHome(home).build()) {
            assertThat(pool.createProcessTask(WallTests::sees, home.toString()).get())
                    .isTrue();
        }
    }

    @Test
    void theApplicationsCodeMustNotLieInADirectoryThatWorkersWrite() throws Exception {
        Path classes = Path.of(WallTests.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path link = Files.createSymbolicLink(directory.resolve("link"), classes.getParent());
        for (Path written : List.of(classes, classes.getParent(), link, Path.of(System.getProperty("java.home")))) {
            assertThatThrownBy(() -> pool(Sandbox.bubblewrap().write(written)).build())
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContainingAll("worker.sandbox.write names " + written, "code of this application");
        }
    }

    @Test
    void theWorkingDirectoryIsShownUnlessThatShowsTooMuch() throws Exception {
        Path shown = Files.createDirectory(directory.resolve("shown"));
        Files.writeString(shown.resolve("file"), "text");
        try (var pool = pool(Sandbox.bubblewrap()).workingDirectory(shown).build()) {
            assertThat(pool.createProcessTask(WallTests::read, "file").get()).isEqualTo("text");
            assertThatThrownBy(() -> pool.createProcessTask(WallTests::write, "file", "other")
                            .get())
                    .hasMessageContaining("Read-only file system");
        }
        try (var pool = pool(Sandbox.bubblewrap().write(directory))
                .workingDirectory(shown)
                .build()) {
            pool.createProcessTask(WallTests::write, "file", "other").get();
        }
        assertThat(shown.resolve("file")).hasContent("other");
        try (var pool =
                pool(Sandbox.bubblewrap()).workingDirectory(Path.of("/tmp")).build()) {
            assertThat(pool.createProcessTask(WallTests::sees, directory.toString())
                            .get())
                    .as("the /tmp of this machine")
                    .isFalse();
        }
        assertThatThrownBy(() -> pool(Sandbox.bubblewrap())
                        .workingDirectory(Path.of("/"))
                        .build())
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("worker.working-directory is /, which holds");
    }

    public static long fill(String file, int size) throws IOException {
        return Files.size(Files.write(Path.of(file), new byte[size]));
    }

    @Test
    void aFileHasALimitWhereverItIs() throws Exception {
        String file = directory.resolve("large").toString();
        try (var pool =
                pool(Sandbox.bubblewrap().tmpSize(1 << 20).write(directory)).build()) {
            assertThat(pool.createProcessTask(WallTests::fill, file, 1 << 20).get())
                    .isEqualTo(1 << 20);
            assertThatThrownBy(() -> pool.createProcessTask(WallTests::fill, file, (1 << 20) + 1)
                            .get())
                    .hasMessageContaining("File too large");
        }
        try (var pool = pool(Sandbox.bubblewrap()
                        .tmpSize(1 << 20)
                        .maxFileSize(2 << 20)
                        .write(directory))
                .build()) {
            assertThat(pool.createProcessTask(WallTests::fill, file, 2 << 20).get())
                    .isEqualTo(2 << 20);
        }
    }

    @Test
    void whatAWorkerPrintsHasTheNumberOfItsJvm() throws Exception {
        try (var pool = pool(Sandbox.bubblewrap()).build()) {
            ProcessTask<String> task = pool.createProcessTask(() -> {
                System.out.println("printed");
                return "";
            });
            task.get();
            Poll.until("the line", () -> output.messages().contains("printed"));
            assertThat(output.mdcOf("printed")).containsEntry("asynccpu.worker.pid", Long.toString(task.workerPid()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/1", "/dev", "/tmp/../proc"})
    void noWorkerGetsTheHostsProcesses(String path) {
        assertThatThrownBy(() -> pool(Sandbox.bubblewrap().read(Path.of(path))).build())
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("worker.sandbox.read names "
                        + Path.of(path).normalize() + ", but behind a wall each worker has its own");
    }

    // --- descriptors ---

    /** What this JVM has open besides files of the JDK and of the class path, and what it has made itself. */
    public static List<String> descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(Files::exists)
                    .map(WallTests::target)
                    .filter(target ->
                            !target.matches("(pipe|socket|anon_inode):.*|/proc/\\d+/fd|/dev/u?random|/dev/null"))
                    .filter(target -> !target.startsWith(System.getProperty("java.home")))
                    .filter(target -> !System.getProperty("java.class.path").contains(target))
                    .filter(target ->
                            !target.matches(".*/asynccpu-[^/]*/?worker-\\d+\\.(outbox|started|crash)( \\(deleted\\))?"))
                    .filter(target -> !target.matches("/dev/shm/asynccpu-.*"))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "pipe:closed";
        }
    }

    /** Of a program that is not a JVM. */
    public static String descriptorsOfAProgram() throws Exception {
        Process process = new ProcessBuilder(
                        "/usr/bin/perl", "-e", "for (3 .. 999) { print \"$_ \" if -e \"/proc/self/fd/$_\" }")
                .start();
        return new String(process.getInputStream().readAllBytes());
    }

    @Test
    void nothingOfTheParentIsOpen() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        try (RandomAccessFile open = new RandomAccessFile(secret.toFile(), "rw");
                var pool = pool(Sandbox.bubblewrap().read(Path.of("/usr/bin"))).build()) {
            assertThat(open.length()).isPositive();
            assertThat(pool.createProcessTask(WallTests::descriptors).get()).isEmpty();
            // Perl has its directory open meanwhile, or nothing.
            assertThat(pool.createProcessTask(WallTests::descriptorsOfAProgram)
                            .get()
                            .strip())
                    .matches("|3");
        }
        // The look above would see it.
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .commandPrefix("sh", "-c", "exec 7<'" + secret + "'; exec \"$@\"", "sh")
                .build()) {
            assertThat(pool.createProcessTask(WallTests::descriptors).get()).contains(secret.toString());
        }
    }

    // --- heap dumps ---

    /** What stands in the place of a dump that is being written. */
    enum Trap {
        LINK,
        PIPE,
        HOLES,
        DIRECTORY
    }

    public static String set(Trap trap, String place) throws Exception {
        Path file = Path.of(place);
        switch (trap) {
            case LINK -> Files.createSymbolicLink(file, Path.of("/etc/passwd"));
            case PIPE -> new ProcessBuilder("/usr/bin/mkfifo", place).start().waitFor();
            case HOLES -> {
                try (RandomAccessFile made = new RandomAccessFile(place, "rw")) {
                    made.setLength(1L << 40);
                }
            }
            case DIRECTORY -> Files.createDirectory(file);
        }
        return place;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoDumpIsNotTakenOut(Trap trap) throws Exception {
        Path target = directory.resolve("dump");
        Sandbox.Builder wall = Sandbox.bubblewrap().read(Path.of("/usr/bin")).maxFileSize(1L << 50);
        try (var pool = pool(wall).build()) {
            ProcessTask<String> task = pool.createProcessTask(WallTests::set, trap, "/tmp/dump");
            Path set = Path.of(task.get());
            assertThatThrownBy(() -> FileBehindWall.move(task.workerPid(), set, 1 << 20, target))
                    .isInstanceOf(IOException.class);
            assertThat(pool.createProcessTask(WallTests::sees, "/tmp/dump").get())
                    .as("it takes no room any more")
                    .isFalse();
        }
        assertThat(target).satisfiesAnyOf(file -> assertThat(file).doesNotExist(), file -> assertThat(file)
                .isEmptyFile());
    }

    @Test
    void aDumpThatIsTooLargeForTheWorkersTmpSaysSo() throws Exception {
        try (var pool = pool(Sandbox.bubblewrap().tmpSize(1 << 20))
                .crashReports(directory.resolve("dumps"))
                .build()) {
            ProcessTask<Integer> task = pool.createProcessTask(HarmlessTasks::waitsForever);
            Poll.until("a worker", () -> task.workerPid() > 0);
            int worker = pool.snapshot().workers().get(0).id();
            assertThatThrownBy(() -> pool.heapDump(worker).get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(DumpFailedException.class)
                    .hasMessageContaining("worker.sandbox.tmp-size");
            try (Stream<Path> left = Files.list(Path.of("/proc/" + task.workerPid() + "/root/tmp"))) {
                assertThat(left).as("half a dump").noneMatch(file -> file.toString()
                        .endsWith(".hprof"));
            }
        }
    }
}
