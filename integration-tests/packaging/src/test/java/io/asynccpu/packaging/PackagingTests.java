package io.asynccpu.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
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

    /** Further arguments of the parent's JVM. */
    List<String> arguments() {
        return List.of();
    }

    /** @param pid as the worker sees it */
    ProcessHandle worker(StartedApplication application, long pid) {
        assertThat(pid).isNotEqualTo(application.pid());
        ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
        assertThat(worker.parent()).map(ProcessHandle::pid).hasValue(application.pid());
        return worker;
    }

    /** Every other test of the project starts its workers from such classes, too. */
    @Tag("matrix")
    @Test
    void explodedClasses() throws Exception {
        assertWorks("AppClassLoader", "-cp", explodedClassPath(entry -> !isDevtools(entry)), MAIN);
    }

    @Tag("matrix")
    @Test
    void explodedClassesWithDevtools() throws Exception {
        assertWorks("RestartClassLoader", "-cp", explodedClassPath(entry -> true), MAIN);
    }

    @Test
    void executableJar() throws Exception {
        assertWorks("LaunchedClassLoader", "-jar", jar());
    }

    @Tag("matrix")
    @Test
    void executableJarThatIsKilled() throws Exception {
        assertWorks(StartedApplication::kill, "LaunchedClassLoader", "-jar", jar());
    }

    @Tag("matrix")
    @Test
    void extractedJar() throws Exception {
        StartedApplication.run(directory, "-Djarmode=tools", "-jar", jar(), "extract", "--destination", "extracted");

        assertWorks("AppClassLoader", "-jar", "extracted/app-executable.jar");
    }

    @Tag("matrix")
    @Test
    void extractedJarWithLauncher() throws Exception {
        StartedApplication.run(
                directory, "-Djarmode=tools", "-jar", jar(), "extract", "--launcher", "--destination", "extracted");

        assertWorks("LaunchedClassLoader", "-cp", "extracted", "org.springframework.boot.loader.launch.JarLauncher");
    }

    @Tag("matrix")
    @Test
    void layeredImage() throws Exception {
        extractLayers();

        assertWorks("AppClassLoader", "-jar", "app-executable.jar");
    }

    @Tag("matrix")
    @Test
    void layeredImageWithLauncher() throws Exception {
        extractLayers("--launcher");

        // As in an image that a buildpack has made: the class path is the working directory, by default.
        assertWorks("LaunchedClassLoader", "org.springframework.boot.loader.launch.JarLauncher");
    }

    @Tag("matrix")
    @Test
    void aClassPathThatIsTooLongForACommandLineAndHasOddCharacters() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("it's \"odd\" \\n\\ # 100%25 * é"));
        Path classes = odd.resolve("classes");
        copy(BUILD.resolve("classes"), classes);
        StringBuilder classPath = new StringBuilder(explodedClassPath(entry -> !isDevtools(entry)));
        classPath.replace(0, BUILD.resolve("classes").toString().length(), classes.toString());
        Path empty = odd.resolve("empty.jar");
        try (var out = Files.newOutputStream(empty)) {
            new JarOutputStream(out, new Manifest()).close();
        }
        while (classPath.length() < 256 * 1024) {
            Path another = odd.resolve("library".repeat(20) + classPath.length() + ".jar");
            Files.createLink(another, empty);
            classPath.append(File.pathSeparator).append(another);
        }
        String quoted = classPath.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        Path arguments = Files.writeString(directory.resolve("parent.args"), "-cp \"" + quoted + "\" " + MAIN);

        // With a command line and an environment that together are near what the system allows (2 MiB on Linux), too.
        Map<String, String> environment = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            environment.put("LONG_" + i, "x".repeat(120 * 1024));
        }
        assertWorks(environment, StartedApplication::terminate, "AppClassLoader", "@" + arguments);
    }

    @Tag("matrix")
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
        assertWorks(Map.of(), ending, classLoader, javaArguments);
    }

    private void assertWorks(
            Map<String, String> environment,
            Consumer<StartedApplication> ending,
            String classLoader,
            String... javaArguments)
            throws Exception {
        List<String> all = new ArrayList<>(arguments());
        all.addAll(List.of(javaArguments));
        try (StartedApplication application = StartedApplication.start(directory, List.of(), environment, all)) {
            List<String> report = application.report();
            ProcessHandle worker = worker(application, Long.parseLong(report.get(1)));

            assertThat(report.get(0)).as(application.log()).isEqualTo("Hello Ann!");
            assertThat(report.get(2)).isEqualTo(classLoader);

            ending.accept(application);
            application.awaitEnd();
            worker.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    /** To be copied into the image one after the other. */
    private void extractLayers(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("-Djarmode=tools", "-jar", jar(), "extract", "--layers"));
        command.addAll(List.of(more));
        command.addAll(List.of("--destination", "layers"));
        StartedApplication.run(directory, command.toArray(String[]::new));
        try (Stream<Path> layers = Files.list(directory.resolve("layers"))) {
            for (Path layer : layers.toList()) {
                copy(layer, directory);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path target = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(one, target);
                }
            }
        }
    }

    static String jar() {
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
