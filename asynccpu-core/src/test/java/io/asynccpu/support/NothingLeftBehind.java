package io.asynccpu.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Asserts after each test that no process, thread, file or open descriptor of a pool is left. */
public final class NothingLeftBehind implements BeforeEachCallback, AfterEachCallback {

    private static final long BOUND_SECONDS = 20;

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private Set<Path> directoriesBefore = Set.of();
    private long socketsBefore;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        OuterPid.serve();
        // The JDK keeps one socket for itself from the first use of any.
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
        directoriesBefore = directories();
        socketsBefore = openSockets();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        assertThat(survivors()).as("processes of pools").isEmpty();
        for (Thread thread : poolThreads()) {
            thread.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
        }
        assertThat(poolThreads()).as("threads of pools").isEmpty();
        Set<Path> directories = directories();
        directories.removeAll(directoriesBefore);
        assertThat(directories).as("directories of pools").isEmpty();
        assertThat(openSockets()).as("open sockets and files in shared memory").isLessThanOrEqualTo(socketsBefore);
    }

    /** What has not ended within the bound; it is killed, so that the next test starts clean. */
    private static List<String> survivors() throws InterruptedException, ExecutionException {
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        CompletableFuture<?>[] exits =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(exits).get(BOUND_SECONDS, TimeUnit.SECONDS);
            return List.of();
        } catch (TimeoutException e) {
            List<String> alive = processes.stream()
                    .filter(ProcessHandle::isAlive)
                    .map(process -> process.pid() + " " + process.info())
                    .toList();
            processes.forEach(ProcessHandle::destroyForcibly);
            return alive;
        }
    }

    /** Those of workers in this JVM, too, which bear the pool's name only: they hold its sockets until they have ended. */
    private static List<Thread> poolThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("asynccpu-")
                        || thread.getName().matches(".+-(task|cancel)-\\d+"))
                .toList();
    }

    private static Set<Path> directories() throws IOException {
        return directoriesOf(ProcessHandle.current().pid());
    }

    /** Directories, and files in shared memory, of the pools of the JVM with this process id. */
    public static Set<Path> directoriesOf(long pid) throws IOException {
        Set<Path> found = new HashSet<>();
        for (Path place : List.of(Path.of(System.getProperty("java.io.tmpdir")), SHARED_MEMORY)) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    files.filter(file -> file.getFileName().toString().startsWith("asynccpu-" + pid + "-"))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    /** Sockets and files in shared memory, where the system shows them. */
    private static long openSockets() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.filter(NothingLeftBehind::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") || target.startsWith(SHARED_MEMORY + "/asynccpu-");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
