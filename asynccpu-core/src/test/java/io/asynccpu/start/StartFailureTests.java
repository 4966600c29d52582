package io.asynccpu.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.process.PrivateDirectory;
import io.asynccpu.support.AnotherUser;
import io.asynccpu.support.DeadlyTasks;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.NotBehindAWall;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(120)
@PoolTest
class StartFailureTests {

    public static final class Prepares implements WorkerConfigurer {
        static String prepared = "no";

        @Override
        public void configure() {
            prepared = "yes";
        }
    }

    public static final class Refuses implements WorkerConfigurer {
        @Override
        public void configure() {
            throw new IllegalStateException("no license key");
        }
    }

    public static final class NoLicense extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int seats;
        private final List<String> offices;

        NoLicense(int seats, List<String> offices) {
            this.seats = seats;
            this.offices = offices;
        }

        @Override
        public String getMessage() {
            return "no license for " + seats + (super.getMessage() == null ? "" : " " + super.getMessage());
        }
    }

    public static final class RefusesByItsOwnException implements WorkerConfigurer {
        @Override
        public void configure() {
            throw new NoLicense(7, List.of("Bonn"));
        }
    }

    public static final class Hangs implements WorkerConfigurer {
        @Override
        public void configure() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /** For three times the time that {@link #aStartThatComputesIsAlive} gives it. */
    public static final class Computes implements WorkerConfigurer {
        @Override
        public void configure() {
            HarmlessTasks.spins(TimeUnit.MILLISECONDS.toNanos(1_500));
        }
    }

    public static final class Loops implements WorkerConfigurer {
        @Override
        @SuppressWarnings("InfiniteLoopCondition")
        public void configure() {
            int spins = 0;
            while (spins >= 0) {
                spins = (spins + 1) & 0xff;
            }
        }
    }

    public static final class Exhausts implements WorkerConfigurer {
        @Override
        public void configure() {
            Tasks.exhaustsHeap();
        }
    }

    public static final class Dies implements WorkerConfigurer {
        @Override
        public void configure() throws Exception {
            new ProcessBuilder("kill", "-9", Long.toString(Tasks.pid())).start().waitFor();
            new CountDownLatch(1).await();
        }
    }

    public static final class Exits implements WorkerConfigurer {
        @Override
        public void configure() {
            System.exit(5);
        }
    }

    public static final class ExitsForever implements WorkerConfigurer {
        @Override
        public void configure() {
            DeadlyTasks.exitsWithHangingHook();
        }
    }

    public static final class Halts implements WorkerConfigurer {

        static {
            Runtime.getRuntime().halt(6);
        }

        @Override
        public void configure() {}
    }

    public static final class GetsNoThread implements WorkerConfigurer {
        @Override
        public void configure() {
            DeadlyTasks.exhaustsThreads();
        }
    }

    public static String prepared() {
        return Prepares.prepared;
    }

    @TempDir
    private Path directory;

    private static void assertFails(ProcessTaskPoolExecutorBuilder builder, String... messageParts) {
        try (var pool = builder.maxWorkers(1).build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid).get())
                        .cause()
                        .isInstanceOf(WorkerStartException.class)
                        .hasMessageContainingAll(messageParts);
            }
            assertThat(pool.snapshot().startFailure()).contains(messageParts).doesNotContain("secretsecret");
        }
    }

    /** In a child that can have few descriptors: tries to make a pool's directory without any, and gives what remains of it. */
    public static List<String> makesADirectoryWithoutDescriptors() throws Exception {
        PrivateDirectory.create().close();
        // Later there is no descriptor for the classes of the first line.
        LoggerFactory.getLogger(StartFailureTests.class).debug("There are descriptors", new Throwable());
        List<Path> places = Stream.of(System.getProperty("java.io.tmpdir"), "/tmp")
                .map(Path::of)
                .distinct()
                .toList();
        while (isMadeWhileDescriptorsAreTaken()) {
            LoggerFactory.getLogger(StartFailureTests.class).debug("Another thread gave a descriptor back: once more");
        }
        List<String> remain = new ArrayList<>();
        for (Path place : places) {
            try (Stream<Path> files = Files.list(place)) {
                files.map(Path::getFileName)
                        .map(Path::toString)
                        .filter(name -> name.startsWith(
                                "asynccpu-" + ProcessHandle.current().pid() + "-"))
                        .forEach(remain::add);
            }
        }
        return remain;
    }

    /** The child's own threads may give a descriptor back in between; then the directory is whole and says nothing. */
    private static boolean isMadeWhileDescriptorsAreTaken() throws IOException {
        List<FileInputStream> held = new ArrayList<>();
        PrivateDirectory whole = null;
        try {
            while (true) {
                held.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException exhausted) {
            try {
                whole = PrivateDirectory.create();
            } catch (IOException expected) {
                // What remains of it is looked at later.
            }
        } finally {
            for (FileInputStream each : held) {
                each.close();
            }
        }
        if (whole == null) {
            return false;
        }
        whole.close();
        return true;
    }

    @Test
    void aDirectoryThatCannotBeMadeWholeIsNotLeft() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .commandPrefix("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh")
                .build()) {
            assertThat(pool.createProcessTask(StartFailureTests::makesADirectoryWithoutDescriptors)
                            .get(60, TimeUnit.SECONDS))
                    .isEmpty();
        }
    }

    @Test
    void theConfigurerRunsBeforeTheFirstTask() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .workerConfigurer(Prepares.class)
                .build()) {
            assertThat(pool.createProcessTask(StartFailureTests::prepared).join())
                    .isEqualTo("yes");
            assertThat(Prepares.prepared).isEqualTo("no");
        }
    }

    @Test
    void aMissingJavaIsNamed() {
        assertFails(ProcessTaskPoolExecutor.builder().javaHome(directory), "no executable java", directory.toString());
    }

    @Test
    void aBadJvmFlagIsShownInTheChildsWords() {
        assertFails(
                ProcessTaskPoolExecutor.builder().jvmArgs("-XX:NoSuchFlag"),
                "Unrecognized VM option",
                "NoSuchFlag",
                "check worker.java-home, worker.jvm-args");
    }

    @Test
    void anArgumentThatIsTwoIsShownAsOne() {
        assertFails(
                ProcessTaskPoolExecutor.builder().jvmArgs("-ea", "-Xmx64m -Dmy.y=2"),
                "Invalid maximum heap size",
                "worker.jvm-args is [-ea] [-Xmx64m -Dmy.y=2]");
        assertFails(
                ProcessTaskPoolExecutor.builder().commandPrefix("nice -n 10", "env"),
                "Cannot run program \"nice -n 10\"",
                "worker.command-prefix is [nice -n 10] [env]");
    }

    /** Not even Linux with the largest pages takes so much. */
    @Test
    void whatIsTooLongForTheSystemIsNamedWithoutItsValue() {
        String large = "secret".repeat(500_000);
        assertFails(
                ProcessTaskPoolExecutor.builder().environment(Map.of("LARGE", large)),
                "Argument list too long",
                "the largest one 3000006: LARGE of worker.environment; put its value into a file");
        assertFails(
                ProcessTaskPoolExecutor.builder().jvmArgs("-Dlarge=" + large),
                "the largest one 3000008: an argument of worker.jvm-args; put it into a file");
    }

    /** There is no codec yet. */
    @Test
    void aConfigurersOwnExceptionArrivesWithItsPlainFields() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .workerConfigurer(RefusesByItsOwnException.class)
                .build()) {
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid).get())
                    .rootCause()
                    .isInstanceOfSatisfying(NoLicense.class, back -> {
                        assertThat(back.seats).isEqualTo(7);
                        assertThat(back.offices).isNull();
                        assertThat(back)
                                .hasMessageContaining("no license for 7 (left out")
                                .hasMessageContaining("'offices'");
                    });
        }
    }

    @Test
    void aConfigurerThatThrowsSaysWhy() {
        assertFails(ProcessTaskPoolExecutor.builder().workerConfigurer(Refuses.class), "no license key");
    }

    @Test
    void aStartThatTakesTooLongIsEnded() {
        assertFails(
                ProcessTaskPoolExecutor.builder()
                        .workerConfigurer(Hangs.class)
                        .startupTimeout(Duration.ofSeconds(1))
                        .cancelGracePeriod(Duration.ofMillis(100))
                        .killGracePeriod(Duration.ofMillis(100)),
                "killed by this pool",
                "startup timeout of PT1S: it did not compute any more",
                "raise worker.startup-timeout");
    }

    @Test
    void aStartThatComputesIsAlive() {
        assertIsAliveWhileItComputes(ProcessTaskPoolExecutor.builder());
    }

    /** The JVM is no child of this one then. */
    @Test
    void aStartThatComputesBehindACommandPrefixIsAlive() {
        assertIsAliveWhileItComputes(
                ProcessTaskPoolExecutor.builder().commandPrefix("sh", "-c", "\"$@\"; exit $?", "sh"));
    }

    private static void assertIsAliveWhileItComputes(ProcessTaskPoolExecutorBuilder builder) {
        try (var pool = builder.workerConfigurer(Computes.class)
                .startupTimeout(Duration.ofMillis(500))
                .maxWorkers(1)
                .build()) {
            assertThat(pool.createProcessTask(Tasks::pid)).succeedsWithin(Duration.ofSeconds(60));
            assertThat(pool.statistics().workers().started()).isEqualTo(1);
        }
    }

    /** Three starts take five seconds of processor time each, of which others may leave them a tenth. */
    @Tag("chaos")
    @Test
    @Timeout(600)
    void aStartInAnEndlessLoopIsEnded() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .workerConfigurer(Loops.class)
                .startupTimeout(Duration.ofMillis(500))
                .cancelGracePeriod(Duration.ofMillis(100))
                .maxWorkers(1)
                .build()) {
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid).get(500, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("as in an endless loop");
        }
    }

    @Test
    void aHeapTooSmallToStartIsNamed() {
        assertFails(
                ProcessTaskPoolExecutor.builder()
                        .workerConfigurer(Exhausts.class)
                        .maxHeap(32 << 20),
                "ran out of heap (Java heap space, worker.max-heap is 32 MiB) before it was ready",
                "raise worker.max-heap");
    }

    @Test
    void aSignalWhileItStartsIsNamed() {
        assertFails(
                ProcessTaskPoolExecutor.builder().workerConfigurer(Dies.class),
                "ended by SIGKILL",
                "before it was ready");
    }

    @Test
    void aCommandPrefixThatFailsIsShown() {
        assertFails(
                ProcessTaskPoolExecutor.builder().commandPrefix("false"),
                "exited with code 1",
                "worker.command-prefix");
    }

    @Test
    void aPrefixThatIsNoProgramIsToldFromOneThatFails() {
        assertFails(
                ProcessTaskPoolExecutor.builder().commandPrefix(directory.toString()),
                "Permission denied",
                "this user may not run it",
                "worker.command-prefix is [" + directory + "]");
        assertFails(
                ProcessTaskPoolExecutor.builder().commandPrefix("env", "/no/such/program"),
                "it exited with code 127",
                "as when a program is not found",
                "check worker.command-prefix; worker.command-prefix is [env] [/no/such/program]");
    }

    @NotBehindAWall("the prefix makes another user of it, who cannot read the pool's files")
    @Test
    void aJvmThatGetsNoThreadSaysSo() throws Exception {
        AnotherUser.isNeeded();
        List<String> prefix = new ArrayList<>(List.of("prlimit", "--nproc=2"));
        prefix.addAll(AnotherUser.command());
        assertFails(
                ProcessTaskPoolExecutor.builder().commandPrefix(prefix.toArray(String[]::new)),
                "its JVM got no thread from the system",
                "pids.max");
    }

    @Test
    void aStartThatGetsNoThreadSaysSo() {
        assertFails(
                ProcessTaskPoolExecutor.builder()
                        .workerConfigurer(GetsNoThread.class)
                        .maxHeap(32 << 20)
                        .jvmArgs("-XX:CompressedClassSpaceSize=16m", "-XX:ReservedCodeCacheSize=16m")
                        .commandPrefix("sh", "-c", "ulimit -v 3000000; exec \"$@\"", "sh"),
                "it could start no further thread",
                "before it was ready",
                "pids.max");
    }

    @NotBehindAWall("the working directory is that of the sandbox")
    @Test
    void aWorkingDirectoryThatIsGoneIsNamed() {
        Path gone = directory.resolve("gone");
        assertFails(
                ProcessTaskPoolExecutor.builder().workingDirectory(gone),
                "worker.working-directory, " + gone + ", is not there");
        assertFails(
                ProcessTaskPoolExecutor.builder()
                        .commandPrefix(
                                "sh", "-c", "mkdir \"$0\" && cd \"$0\" && rmdir \"$0\"; exec \"$@\"", gone.toString()),
                "the directory it was to work in is gone",
                "worker.working-directory");
    }

    @Test
    void anExitAtTheStartIsTheApplicationsOwn() {
        assertFails(
                ProcessTaskPoolExecutor.builder().workerConfigurer(Exits.class),
                "it exited with code 5 by itself: System.exit was called by thread \"main\"",
                "let nothing that runs when the application starts end its JVM",
                "the cause shows where that was");
        assertFails(
                ProcessTaskPoolExecutor.builder().workerConfigurer(Halts.class),
                "it exited with code 6 by itself",
                "let nothing that runs when the application starts end its JVM");
    }

    @Test
    void anExitAtTheStartThatHangsIsNoWantOfTime() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .workerConfigurer(ExitsForever.class)
                .cancelGracePeriod(Duration.ofMillis(100))
                .killGracePeriod(Duration.ofMillis(100))
                .build()) {
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .hasMessageContainingAll("perhaps a shutdown hook hangs", "System.exit was called by")
                    .hasMessageNotContaining("startup-timeout");
        }
    }

    @Test
    void anAgentThatIsNotThereIsNamed() {
        assertFails(
                ProcessTaskPoolExecutor.builder().jvmArgs("-javaagent:/no/such.jar"),
                "an agent could not be loaded or failed",
                "/no/such.jar",
                "check -javaagent");
    }

    @NotBehindAWall("no port is taken in a network of its own")
    @Test
    void aDebuggersPortThatIsTakenIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFails(
                    ProcessTaskPoolExecutor.builder()
                            .jvmArgs("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:"
                                    + taken.getLocalPort()),
                    "its debugger could not listen",
                    "each worker needs a port of its own");
        }
    }

    @Test
    void aHeapThatTheMachineHasNoRoomForIsNamed() {
        assertFails(
                ProcessTaskPoolExecutor.builder()
                        .jvmArgs("-Xmx3g")
                        .commandPrefix("sh", "-c", "ulimit -v 2000000; exec \"$@\"", "sh"),
                "the system had no room for its JVM's memory",
                "lower worker.max-heap");
    }

    @NotBehindAWall("the prefix changes the JVM's words, but would meet those of the sandbox")
    @Test
    void classesThatTheChildDoesNotFindAreNamed() {
        assertFails(
                ProcessTaskPoolExecutor.builder()
                        .commandPrefix("sh", "-c", "exec \"$0\" -cp /nowhere io.asynccpu.internal.child.WorkerMain"),
                "it did not find the application's classes",
                "moved, removed or replaced");
    }

    @Test
    void aJavaThatIsNotWholeIsNamed() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.copy(java, Files.createDirectories(directory.resolve("bin")).resolve("java"));
        assertFails(
                ProcessTaskPoolExecutor.builder().javaHome(directory),
                "its Java is not whole, or made for another system",
                "worker.java-home");
    }

    @Test
    void aTemporaryDirectoryTooLongForASocketIsAvoided() {
        String tmpdir = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", directory.resolve("x".repeat(100)).toString());
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(Tasks::pid).join()).isPositive();
        } finally {
            System.setProperty("java.io.tmpdir", tmpdir);
        }
    }

    @Test
    void wrongSettingsAreNamed() {
        var builder = ProcessTaskPoolExecutor.builder();
        assertThatThrownBy(() -> builder.maxWorkers(0)).hasMessageContaining("maxWorkers is 0");
        assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).hasMessageContaining("timeout is PT0S");
        assertThatThrownBy(() -> builder.name("no spaces")).hasMessageContaining("name is no spaces");
        assertThatThrownBy(() -> builder.maxWorkers(1).minWorkers(2).build())
                .hasMessageContaining("minWorkers is 2 but must be at most maxWorkers, which is 1");
    }
}
