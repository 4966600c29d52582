package io.asynccpu.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker of the application's second start comes from the archive that the first start has left. */
@Tag("matrix")
@Timeout(300) // What makes an archive has a low priority, and takes long on a busy machine.
class StartupCacheTests {

    private static final Path BUILD = Path.of(System.getProperty("packaging.directory"));
    private static final String JAR = BUILD.resolve("app-executable.jar").toString();

    @TempDir
    Path directory;

    @Test
    void executableJar() throws Exception {
        assertSecondStartUsesTheArchive(JAR);
    }

    @Test
    void extractedJar() throws Exception {
        StartedApplication.run(directory, "-Djarmode=tools", "-jar", JAR, "extract", "--destination", "extracted");

        assertSecondStartUsesTheArchive("extracted/app-executable.jar");
    }

    private void assertSecondStartUsesTheArchive(String jar) throws Exception {
        Path cache = Files.createDirectory(
                directory.resolve("cache"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(sourceOfTheApplication(jar, cache)).startsWith("source: ").doesNotContain("shared objects file");
        assertThat(sourceOfTheApplication(jar, cache)).startsWith("source: shared objects file");
    }

    /** Where the worker says that it has the class of a bean from; returns when there is an archive. */
    private String sourceOfTheApplication(String jar, Path cache) throws Exception {
        Files.deleteIfExists(directory.resolve("report.txt"));
        Files.deleteIfExists(directory.resolve("report.txt.part"));
        try (StartedApplication application = StartedApplication.start(
                directory,
                List.of(
                        "-jar",
                        jar,
                        "--asynccpu.worker.startup-cache=" + cache,
                        "--asynccpu.worker.jvm-args=-Xlog:class+load:file=" + directory + "/classes-%p.log"))) {
            List<String> report = application.report();
            assertThat(report.get(0)).as(application.log()).isEqualTo("Hello Ann!");
            while (!hasArchive(cache)) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            application.terminate();
            application.awaitEnd();
            return source(GreetingService.class.getName(), directory.resolve("classes-" + report.get(1) + ".log"));
        }
    }

    private static boolean hasArchive(Path cache) {
        return filesIn(cache.toFile()).flatMap(StartupCacheTests::filesIn).anyMatch(file -> file.getName()
                .startsWith("archive-"));
    }

    /** None where there is no directory. Only their names are read: files come and go, over which a search would stumble. */
    private static Stream<File> filesIn(File directory) {
        return Stream.ofNullable(directory.listFiles()).flatMap(Stream::of);
    }

    private static String source(String className, Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" " + className + " source:"))
                    .map(line -> line.substring(line.indexOf("source:")))
                    .findFirst()
                    .orElse("not loaded");
        }
    }
}
