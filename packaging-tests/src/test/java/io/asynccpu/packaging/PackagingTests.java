package io.asynccpu.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker is found and started from every form, does its task with the parent's configuration, and ends with it. */
@Timeout(120)
class PackagingTests {

    private static final String MAIN = PackagedApplication.class.getName();
    private static final Path BUILD = Path.of(System.getProperty("packaging.directory"));

    @TempDir
    Path directory;

    @Test
    void explodedClasses() throws Exception {
        assertWorks("AppClassLoader", "-cp", explodedClassPath(entry -> !isDevtools(entry)), MAIN);
    }

    @Test
    void explodedClassesWithDevtools() throws Exception {
        assertWorks("RestartClassLoader", "-cp", explodedClassPath(entry -> true), MAIN);
    }

    @Test
    void executableJar() throws Exception {
        assertWorks("LaunchedClassLoader", "-jar", jar());
    }

    @Test
    void executableJarThatIsKilled() throws Exception {
        assertWorks(StartedApplication::kill, "LaunchedClassLoader", "-jar", jar());
    }

    @Test
    void extractedJar() throws Exception {
        StartedApplication.run(directory, "-Djarmode=tools", "-jar", jar(), "extract", "--destination", "extracted");

        assertWorks("AppClassLoader", "-jar", "extracted/app-executable.jar");
    }

    @Test
    void extractedJarWithLauncher() throws Exception {
        StartedApplication.run(
                directory, "-Djarmode=tools", "-jar", jar(), "extract", "--launcher", "--destination", "extracted");

        assertWorks("LaunchedClassLoader", "-cp", "extracted", "org.springframework.boot.loader.launch.JarLauncher");
    }

    @Test
    void executableWar() throws Exception {
        // The plugin names it after the module's own packaging.
        Path war = Files.copy(BUILD.resolve("executable-war/app-war.jar"), directory.resolve("app.war"));

        assertWorks("LaunchedClassLoader", "-jar", war.toString());
    }

    private void assertWorks(String classLoader, String... javaArguments) throws Exception {
        assertWorks(StartedApplication::terminate, classLoader, javaArguments);
    }

    private void assertWorks(Consumer<StartedApplication> ending, String classLoader, String... javaArguments)
            throws Exception {
        try (StartedApplication application = StartedApplication.start(directory, List.of(javaArguments))) {
            List<String> report = application.report();
            long pid = Long.parseLong(report.get(1));
            ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();

            assertThat(report.get(0)).as(application.log()).isEqualTo("Hello Ann!");
            assertThat(pid).isNotEqualTo(application.pid());
            assertThat(worker.parent()).map(ProcessHandle::pid).hasValue(application.pid());
            assertThat(report.get(2)).isEqualTo(classLoader);

            ending.accept(application);
            application.awaitEnd();
            worker.onExit().get(5, TimeUnit.SECONDS);
        }
    }

    private static String jar() {
        return BUILD.resolve("app-executable.jar").toString();
    }

    private static String explodedClassPath(Predicate<String> wanted) throws Exception {
        String dependencies = Files.readString(Path.of(System.getProperty("packaging.class-path-file")));
        return Stream.concat(
                        Stream.of(BUILD.resolve("classes").toString()),
                        Arrays.stream(dependencies.strip().split(File.pathSeparator)))
                .filter(wanted)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isDevtools(String entry) {
        return entry.contains("spring-boot-devtools");
    }
}
