package io.asynccpu.sandbox;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.Sandbox;
import io.asynccpu.api.StartupCache;
import io.asynccpu.sandbox.Attempt.AbsentException;
import io.asynccpu.sandbox.Attempt.Target;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.Poll;
import io.asynccpu.support.Tasks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A JVM with a pool of two workers, of which one makes all attempts against it and against the other one. It tells what came of each. */
final class HostileParent {

    /** The most bytes in a worker's {@code /tmp}, and in a file. */
    static final int TMP_SIZE = 16 << 20;

    /** Its environment variable with something that no worker may know. */
    static final String SECRET = "ASYNCCPU_TEST_SECRET";

    private static final String LISTENS = "use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die $!;"
            + " bind($s, pack_sockaddr_un(\"\\0\".$ARGV[0])) or die $!; listen($s, 9); $| = 1; print 'x'; sleep 600";

    private HostileParent() {}

    /** What came of an attempt. */
    enum Outcome {
        SUCCEEDED,
        REFUSED,
        ABSENT
    }

    /** @param args whether there is a wall; a directory for what the attempts are about */
    public static void main(String[] args) throws Exception {
        boolean isWalled = Boolean.parseBoolean(args[0]);
        Path directory = Path.of(args[1]);
        Path cache = Files.createDirectories(directory.resolve("cache"));
        Map<Target, String> targets = new EnumMap<>(Target.class);
        targets.put(Target.SECRET, System.getenv(SECRET));
        targets.put(Target.PARENT, Long.toString(ProcessHandle.current().pid()));
        targets.put(Target.JAR, onClassPath(Files::isRegularFile));
        targets.put(Target.CLASSES, onClassPath(Files::isDirectory));
        targets.put(
                Target.HOST,
                Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        Path home = Files.createDirectories(directory.resolve("home"));
        targets.put(
                Target.SECRET_FILE,
                Files.writeString(home.resolve("secret"), System.getenv(SECRET)).toString());
        targets.put(Target.PATH_SOCKET, home.resolve("socket").toString());
        targets.put(Target.ABSTRACT_SOCKET, "asynccpu-test-" + targets.get(Target.PARENT));
        Process listener =
                new ProcessBuilder("/usr/bin/perl", "-e", LISTENS, targets.get(Target.ABSTRACT_SOCKET)).start();
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocketChannel path = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            targets.put(Target.PORT, Integer.toString(port.getLocalPort()));
            path.bind(UnixDomainSocketAddress.of(targets.get(Target.PATH_SOCKET)));
            int unused = listener.getInputStream().read();
            fill(cache);
            attempt(isWalled, cache, targets);
        } finally {
            listener.destroyForcibly();
        }
    }

    private static String onClassPath(Predicate<Path> kind) {
        return Stream.of(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> kind.test(Path.of(entry)))
                .findFirst()
                .orElseThrow();
    }

    /** Returns when there is an archive. */
    private static void fill(Path cache) throws Exception {
        try (ProcessTaskPoolExecutor pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .startupCache(StartupCache.in(cache))
                .sandbox(Sandbox.NONE)
                .build()) {
            pool.createProcessTask(Tasks::pid).get();
            Poll.until("an archive", () -> {
                try (Stream<Path> files = Files.walk(cache)) {
                    return files.anyMatch(file -> file.getFileName().toString().startsWith("archive-"));
                }
            });
        }
    }

    private static void attempt(boolean isWalled, Path cache, Map<Target, String> targets) throws Exception {
        Sandbox wall = Sandbox.bubblewrap()
                .read(Path.of("/usr/bin"))
                .tmpSize(TMP_SIZE)
                .maxProcesses(128)
                .maxOpenFiles(1024)
                .build();
        try (ProcessTaskPoolExecutor pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                .startupCache(StartupCache.in(cache))
                .sandbox(isWalled ? wall : Sandbox.NONE)
                .cancelTasksWhenShutdown(true)
                .build()) {
            ProcessTask<Integer> waiting = pool.createProcessTask(HarmlessTasks::waitsForever);
            Poll.until("a worker", () -> waiting.workerPid() > 0);
            String sibling = Integer.toString(pool.snapshot().workers().stream()
                    .filter(worker -> worker.pid() == waiting.workerPid())
                    .map(PoolSnapshot.Worker::id)
                    .findFirst()
                    .orElseThrow());
            targets.put(Target.SIBLING, sibling);
            targets.put(Target.SIBLINGS_PROCESS, Long.toString(waiting.workerPid()));
            targets.put(
                    Target.POOL,
                    NothingLeftBehind.directoriesOf(ProcessHandle.current().pid()).stream()
                            .filter(Files::isDirectory)
                            .findFirst()
                            .orElseThrow()
                            .toString());
            for (Attempt attempt : Attempt.values()) {
                List<String> told = pool.createProcessTask(HostileParent::attempt, attempt, targets)
                        .get();
                System.out.println(attempt + "\t" + String.join("\t", told));
            }
        }
    }

    /** In the worker. */
    public static List<String> attempt(Attempt attempt, Map<Target, String> targets) throws Exception {
        try {
            return List.of(Outcome.SUCCEEDED.name(), oneLine(attempt.make(targets)));
        } catch (AbsentException e) {
            return List.of(Outcome.ABSENT.name(), e.getMessage());
        } catch (IOException | SecurityException refused) {
            return List.of(Outcome.REFUSED.name(), oneLine(refused.toString()));
        }
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").replace('|', '/');
        return line.length() > 160 ? line.substring(0, 160) + "…" : line;
    }
}
