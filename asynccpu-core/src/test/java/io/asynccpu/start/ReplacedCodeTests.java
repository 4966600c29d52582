package io.asynccpu.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.support.CapturedLog;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of the application is replaced while it runs: here one that was added to this JVM's class path for its children. */
@Timeout(120)
@PoolTest
class ReplacedCodeTests {

    private static final String CLASS_PATH = "java.class.path";

    private final String classPath = System.getProperty(CLASS_PATH);
    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.asynccpu.internal.launch");

    @AfterEach
    void restore() {
        System.setProperty(CLASS_PATH, classPath);
    }

    static String version() throws IOException {
        try (InputStream in = ReplacedCodeTests.class.getResourceAsStream("/version")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aWorkerThatRunsAReplacedJarIsNoticedAndNamed() throws Exception {
        Path jar = jar("app.jar", "one", "");
        try (var pool = pool(jar)) {
            assertThat(pool.createProcessTask(ReplacedCodeTests::version).get()).isEqualTo("one");
            assertThat(warningsOf(pool, jar)).isEmpty();

            Files.move(jar("new.jar", "another", ""), jar, StandardCopyOption.REPLACE_EXISTING);
            anotherWorkerOf(pool, 1);

            assertThat(pool.createProcessTask(ReplacedCodeTests::version).get()).isEqualTo("another");
            assertThat(warningsOf(pool, jar)).singleElement().asString().contains("may run other code", "Restart");

            anotherWorkerOf(pool, 2);
            pool.createProcessTask(Tasks::pid).get();
            assertThat(warningsOf(pool, jar)).hasSize(1);
        }
        assertThat(log.messages())
                .filteredOn(line -> line.contains(jar.toString()))
                .hasSize(1);
    }

    @Test
    void oneOfTheSameLengthAndTimeIsAnotherOneAllTheSame() throws Exception {
        Path jar = jar("app.jar", "one", "");
        try (var pool = pool(jar)) {
            pool.createProcessTask(Tasks::pid).get();
            Path other = jar("new.jar", "two", "");
            Files.setLastModifiedTime(other, Files.getLastModifiedTime(jar));
            Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
            anotherWorkerOf(pool, 1);

            assertThat(pool.createProcessTask(ReplacedCodeTests::version).get()).isEqualTo("two");
            assertThat(warningsOf(pool, jar)).hasSize(1);
        }
    }

    @Test
    void aLibraryThatAJarNamesCountsToo() throws Exception {
        Path library = jar("library.jar", "one", "");
        try (var pool = pool(jar("app.jar", null, "library.jar"))) {
            assertThat(pool.createProcessTask(ReplacedCodeTests::version).get()).isEqualTo("one");
            Files.setLastModifiedTime(library, FileTime.fromMillis(0));
            anotherWorkerOf(pool, 1);
            pool.createProcessTask(Tasks::pid).get();
            assertThat(warningsOf(pool, library)).hasSize(1);
        }
    }

    @Test
    void aClassThatIsCompiledAnewIsNoticedAndAFileOfAnotherKindIsNot() throws Exception {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path one = Files.writeString(classes.resolve("One.class"), "");
        Path text = Files.writeString(classes.resolve("application.txt"), "");
        try (var pool = pool(classes)) {
            pool.createProcessTask(Tasks::pid).get();
            Files.writeString(text, "longer");
            anotherWorkerOf(pool, 1);
            pool.createProcessTask(Tasks::pid).get();
            assertThat(warningsOf(pool, classes)).isEmpty();

            Files.writeString(one, "compiled");
            anotherWorkerOf(pool, 2);
            pool.createProcessTask(Tasks::pid).get();
            assertThat(warningsOf(pool, one)).hasSize(1);
        }
    }

    /** As the JVM does. */
    @Test
    void aJarThatIsGoneIsPassedOverAndNamedUntilItIsThereAgain() throws Exception {
        Path library = jar("library.jar", "one", "");
        Path jar = jar("app.jar", null, "library.jar");
        Path aside = Files.createDirectory(directory.resolve("aside"));
        try (var pool = pool(jar)) {
            pool.createProcessTask(Tasks::pid).get();
            int ends = 0;
            for (Path each : List.of(library, jar)) {
                Path hidden = aside.resolve(each.getFileName());
                Files.move(each, hidden);
                anotherWorkerOf(pool, ++ends);
                assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
                assertThat(warningsOf(pool, each)).singleElement().asString().contains("is gone");

                Files.move(hidden, each);
                anotherWorkerOf(pool, ++ends);
                assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
                assertThat(warningsOf(pool, each)).isEmpty();
            }
        }
    }

    /** Of which {@link #theJarOfTheWorkersOwnClassesIsNamedOnceItIsGone} takes a part away. */
    public static void main(String[] args) throws Exception {
        PoolEvents events = new PoolEvents();
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).listener(events).build()) {
            pool.createProcessTask(Tasks::pid).get();
            Files.delete(Path.of(args[0]));
            pool.snapshot().workers().forEach(worker -> ProcessHandle.of(worker.pid())
                    .ifPresent(ProcessHandle::destroyForcibly));
            events.awaitEnds(1);
            System.out.println(pool.createProcessTask(Tasks::pid)
                    .handle((pid, failure) -> String.valueOf(failure))
                    .get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core.jar", "app.jar"})
    void theJarOfTheWorkersOwnClassesIsNamedOnceItIsGone(String taken) throws Exception {
        Path core = directory.resolve("core.jar");
        Path own = Path.of(ProcessTaskPoolExecutor.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(core));
                Stream<Path> classes = Files.walk(own)) {
            for (Path file : classes.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(own.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        List<String> entries = Stream.of(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).equals(own) ? core.toString() : entry)
                .toList();
        Path app = jar(
                "app.jar",
                null,
                entries.stream().map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" ")));
        ProcessBuilder parent = ParentJvm.builder(
                List.of(),
                List.of(),
                ReplacedCodeTests.class,
                directory.resolve(taken).toString());
        Collections.replaceAll(
                parent.command(),
                classPath,
                taken.equals("core.jar") ? String.join(File.pathSeparator, entries) : app.toString());
        Process started = parent.redirectErrorStream(true).start();

        assertThat(new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains(WorkerStartException.class.getName())
                .contains(
                        directory.resolve(taken) + ", from which this application was started, is gone",
                        "Restart the application");
    }

    /** The present one is killed; the next one comes by itself. */
    private void anotherWorkerOf(ProcessTaskPoolExecutor pool, int ends) throws Exception {
        for (var worker : pool.snapshot().workers()) {
            ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        events.awaitEnds(ends);
    }

    private static List<String> warningsOf(ProcessTaskPoolExecutor pool, Path file) {
        return pool.snapshot().warnings().stream()
                .filter(warning -> warning.contains(file.toString()))
                .toList();
    }

    private ProcessTaskPoolExecutor pool(Path entry) {
        System.setProperty(CLASS_PATH, classPath + File.pathSeparator + entry);
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).listener(events).build();
    }

    private Path jar(String name, String version, String libraries) throws IOException {
        Path jar = directory.resolve(name);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, libraries);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            if (version != null) {
                out.putNextEntry(new JarEntry("version"));
                out.write(version.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
