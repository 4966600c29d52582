package io.asynccpu.start;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.StartupCache;
import io.asynccpu.support.FileEvents;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Real workers with an archive of the exploded classes of this module. */
@Timeout(300) // What makes an archive has a low priority, and takes long on a busy machine.
@PoolTest
class StartupCacheTests {

    /** Filled by the first test that needs it. */
    @TempDir
    static Path cache;

    /** What tests spoil, as it was. */
    @TempDir
    static Path copies;

    @TempDir
    Path directory;

    record Item(String name, int number) {}

    static Item item(int number) {
        return new Item("item", number);
    }

    static String resource(String name) {
        return String.valueOf(StartupCacheTests.class.getResource(name));
    }

    @Test
    void workersOfALaterPoolStartFromTheArchiveThatAnEarlierOneMade() throws Exception {
        Path archive = fill();

        try (ProcessTaskPoolExecutor pool = pool(cache)) {
            long pid = pool.createProcessTask(Tasks::pid).join();
            assertThat(pool.createProcessTask(StartupCacheTests::item, 7).join())
                    .isEqualTo(new Item("item", 7));
            assertThat(pool.createProcessTask(
                                    StartupCacheTests::resource,
                                    "/io/asynccpu/internal/logging/logback/worker-logback.xml")
                            .join())
                    .startsWith("file:")
                    .endsWith("/target/classes/io/asynccpu/internal/logging/logback/worker-logback.xml");

            assertThat(sourceOf("io.asynccpu.internal.child.WorkerMain", pid)).contains("shared objects file");
            assertThat(sourceOf("tools.jackson.databind.ObjectMapper", pid)).contains("shared objects file");
        }
        assertThat(archives(cache)).containsExactly(archive);
    }

    @Test
    void aDamagedArchiveIsRemovedAndTheWorkerStartsWithoutIt() throws Exception {
        Path archive = fill();
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }

        assertThat(sourceOf("io.asynccpu.internal.child.WorkerMain", pidOfAWorker(cache)))
                .contains("target/classes");
        assertThat(archive).doesNotExist();
    }

    /** From 25 on the JVM takes classes from an AOT cache whatever the class path is, so that would be no obstacle. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_24)
    void aWorkerThatDoesNotBecomeReadyFromTheArchiveIsStartedAgainWithoutIt() throws Exception {
        Path archive = fill();
        Path without = Path.of(LoggerFactory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.writeString(archive.resolveSibling("class-path"), without.toString());

        assertThat(sourceOf("io.asynccpu.internal.child.WorkerMain", pidOfAWorker(cache)))
                .contains("target/classes");
        assertThat(archive).doesNotExist();
        assertThat(archive.resolveSibling("failed")).exists();
    }

    @Test
    void whatEndsAStartFromOutsideOrByTheApplicationIsNotTheArchivesFault() throws Exception {
        Path archive = fill();
        for (String fate : List.of(
                "kill -KILL $$",
                "kill -INT $$",
                "kill -TERM $$",
                "exit 7",
                "echo '# There is insufficient memory for the Java Runtime Environment to continue.'; exit 1",
                "echo 'java.lang.OutOfMemoryError: unable to create native thread'; exit 1")) {
            assertThat(sourceOf("io.asynccpu.internal.child.WorkerMain", pidAfter(fate)))
                    .as(fate)
                    .contains("shared objects file");
        }
        assertThat(archive).exists();
        assertThat(archive.resolveSibling("failed")).doesNotExist();
    }

    @Test
    void anArchiveFromWhichAWorkerCrashesIsCondemnedByTheOneThatBecomesReadyWithoutIt() throws Exception {
        for (String fate : List.of("kill -SEGV $$", "kill -BUS $$", "echo java.lang.NoSuchMethodError; exit 1")) {
            Path archive = fill();
            assertThat(sourceOf("io.asynccpu.internal.child.WorkerMain", pidAfter(fate)))
                    .as(fate)
                    .contains("target/classes");
            assertThat(archive).doesNotExist();
            assertThat(archive.resolveSibling("failed")).exists();
        }
    }

    @Test
    void anArchiveIsNotToBlameForACrashThatHappensWithoutItToo() throws Exception {
        Path archive = fill();
        assertThat(sourceOf("io.asynccpu.internal.child.WorkerMain", pidAfter("kill -SEGV $$", "kill -SEGV $$")))
                .contains("shared objects file");
        assertThat(archive).exists();
        assertThat(archive.resolveSibling("failed")).doesNotExist();
    }

    /** From 25 on it does not look at the jars that classes came from, and would not refuse this. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_24)
    void anArchiveThatTheJvmRefusesIsPassedOverInSilence() throws Exception {
        Path archive = fill();
        Path jar =
                Path.of(Files.readAllLines(archive.resolveSibling("class-path")).get(0));
        FileTime written = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        ListAppender<ILoggingEvent> output = new ListAppender<>();
        Logger workers = (Logger) LoggerFactory.getLogger("io.asynccpu.worker.default");
        output.start();
        workers.addAppender(output);

        try {
            assertThat(sourceOf("io.asynccpu.internal.child.WorkerMain", pidOfAWorker(cache)))
                    .contains("classes-1.jar");
            assertThat(output.list).isEmpty();
        } finally {
            workers.detachAppender(output);
            Files.setLastModifiedTime(jar, written);
        }
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsNotUsed() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path below = Files.createDirectory(open.resolve("below"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Path untrusted : List.of(open, below)) {
            pidOfAWorker(untrusted);
        }

        assertThat(open).isDirectoryNotContaining("glob:**recording");
        assertThat(below).isEmptyDirectory();
    }

    @Test
    void theEndOfThePoolEndsTheTrainingAndAnotherPoolMayTrain() throws Exception {
        try (ProcessTaskPoolExecutor pool = pool(directory)) {
            long pid = pool.createProcessTask(Tasks::pid).join();
            Poll.until("a training", () -> ProcessHandle.current().children().anyMatch(child -> child.pid() != pid));
        }
        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThat(files(directory, "archive-")).isEmpty();
        assertThat(files(directory, "unfinished")).isEmpty();

        fill(directory);
        assertThat(files(directory, "unfinished")).isEmpty();
    }

    private ProcessTaskPoolExecutor pool(Path where) {
        return builder(where).build();
    }

    private static ProcessTaskPoolExecutorBuilder builder(Path where) {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .startupCache(StartupCache.in(where))
                .jvmArgs("-Xlog:class+load:file=" + cache.resolve("classes-%p.log"));
    }

    /** A worker that is ready at last; what becomes of the starts before it stands in {@code fates}, as commands of a shell. */
    private long pidAfter(String... fates) throws Exception {
        Path place = Files.createTempDirectory(directory, "fates");
        for (int i = 0; i < fates.length; i++) {
            Files.writeString(place.resolve("fate-" + i), fates[i] + "\n");
        }
        PoolEvents events = new PoolEvents();
        try (ProcessTaskPoolExecutor pool = builder(cache)
                .environment(Map.of("FATES", place.toString()))
                .commandPrefix(
                        "sh",
                        "-c",
                        "ulimit -c 0; for fate in \"$FATES\"/fate-*; do mv \"$fate\" \"$FATES/now\" && . \"$FATES/now\"; break; done;"
                                + " exec \"$0\" \"$@\"")
                .listener(events)
                .build()) {
            var unused = pool.createProcessTask(Tasks::pid).exceptionally(failure -> -1L);
            events.awaitEnds(fates.length);
            return pool.createProcessTask(Tasks::pid).join();
        }
    }

    private long pidOfAWorker(Path cache) {
        try (ProcessTaskPoolExecutor pool = pool(cache)) {
            return pool.createProcessTask(Tasks::pid).join();
        }
    }

    /** The cache as it was after a training, which takes its time. */
    private Path fill() throws Exception {
        if (copies.toFile().list().length == 0) {
            Path archive = fill(cache);
            for (Path file : List.of(archive, archive.resolveSibling("class-path"))) {
                Files.copy(file, copies.resolve(file.getFileName()));
            }
        }
        Path entry = files(cache, "in-use").get(0).getParent();
        Files.deleteIfExists(entry.resolve("failed"));
        for (File copy : copies.toFile().listFiles()) {
            Files.copy(copy.toPath(), entry.resolve(copy.getName()), StandardCopyOption.REPLACE_EXISTING);
        }
        return archives(cache).get(0);
    }

    /** Returns when there is an archive. */
    private Path fill(Path cache) throws Exception {
        try (ProcessTaskPoolExecutor pool = pool(cache)) {
            pool.createProcessTask(Tasks::pid).join();
            FileEvents.await("an archive", cache, () -> !archives(cache).isEmpty());
        }
        return archives(cache).get(0);
    }

    private static List<Path> archives(Path cache) throws IOException {
        return files(cache, "archive-");
    }

    private static List<Path> files(Path cache, String prefix) throws IOException {
        Predicate<Path> wanted = file -> file.getFileName().toString().startsWith(prefix);
        try (Stream<Path> entries = Files.list(cache)) {
            return entries.filter(Files::isDirectory)
                    .flatMap(entry -> Stream.of(entry.toFile().listFiles()))
                    .map(file -> file.toPath())
                    .filter(wanted)
                    .toList();
        }
    }

    private static String sourceOf(String className, long pid) throws IOException {
        try (Stream<String> lines = Files.lines(cache.resolve("classes-" + pid + ".log"))) {
            return lines.filter(line -> line.contains(" " + className + " source:"))
                    .findFirst()
                    .orElse("not loaded");
        }
    }
}
