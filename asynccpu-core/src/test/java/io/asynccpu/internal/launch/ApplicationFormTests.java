package io.asynccpu.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.WorkerStartException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.LauncherStandIn;

@Timeout(60)
class ApplicationFormTests {

    private static final String MAIN = Witness.class.getName();
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    @TempDir
    Path directory;

    private Path argumentFile() {
        return directory.resolve("worker.args");
    }

    @Test
    void theArgumentsStartAClassOfThisTestInAnotherDirectory() throws Exception {
        List<String> arguments = ApplicationForm.detect().javaArguments(MAIN, argumentFile());

        assertThat(run(arguments, "one", "two")).isEqualTo(MAIN + " one two");
    }

    @Test
    void relativeAndEmptyEntriesBecomeAbsolute() throws Exception {
        List<String> arguments = plain("target/classes" + File.pathSeparator).javaArguments(MAIN, argumentFile());

        Path here = Path.of("").toAbsolutePath();
        assertThat(arguments).containsExactly("-cp", here.resolve("target/classes") + File.pathSeparator + here, MAIN);
    }

    @Test
    void aLongClassPathWithOddCharactersGoesThroughAnArgumentFile() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("it's \"odd\" \\n # here"));
        copyWitnessTo(odd);
        String longPath = "/no/such/entry/in/the/class/path.jar".repeat(40) + File.pathSeparator;
        String classPath = longPath.repeat(20) + odd;

        List<String> arguments = plain(classPath).javaArguments(MAIN, argumentFile());

        assertThat(arguments).hasSize(2).allMatch(argument -> argument.length() < 1024);
        assertThat(run(arguments, "argument")).isEqualTo(MAIN + " argument");
        assertThatThrownBy(() -> plain(classPath).javaArguments(MAIN, argumentFile()))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aManifestsAccessAttributesBecomeOptions() throws Exception {
        Path jar = jar("app.jar", Map.of("Add-Opens", "java.base/java.lang java.base/java.util"));

        assertThat(plain(jar.toString()).javaArguments(MAIN, argumentFile()))
                .containsExactly(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "-cp",
                        jar.toString(),
                        MAIN);
    }

    @Test
    void anExecutableJarIsStartedByTheLauncherThatTakesAMainClass() throws Exception {
        Path jar = executable("app.jar", "BOOT-INF/classes/");
        Map<String, String> properties = new TreeMap<>(Map.of(
                "java.class.path", jar.toString(),
                "loader.path", "extra",
                "loader.home", "/srv",
                "loader.main", "com.acme.Application",
                "loader.args", "--server.port=1",
                "unrelated", "x"));

        assertThat(ApplicationForm.detect(properties, loadedByLauncher()).javaArguments(MAIN, argumentFile()))
                .containsExactly(
                        "-Dloader.home=/srv",
                        "-Dloader.path=extra",
                        "-cp",
                        jar.toString(),
                        "-Dloader.main=" + MAIN,
                        LAUNCHER);
    }

    @Test
    void anExecutableWarTellsTheLauncherItsOwnLayout() throws Exception {
        Path war = executable("app.war", "WEB-INF/classes/");

        assertThat(ApplicationForm.detect(Map.of("java.class.path", war.toString()), loadedByLauncher())
                        .javaArguments(MAIN, argumentFile()))
                .containsExactly(
                        "-Dloader.path=WEB-INF/classes/,WEB-INF/lib/,WEB-INF/lib-provided/",
                        "-cp",
                        war.toString(),
                        "-Dloader.main=" + MAIN,
                        LAUNCHER);
    }

    @Test
    void anExecutableJarThatIsOnlyAnEntryOfThePathIsNoLauncher() throws Exception {
        Path jar = executable("app.jar", "BOOT-INF/classes/");

        assertThat(plain(jar.toString()).javaArguments(MAIN, argumentFile()))
                .containsExactly("-cp", jar.toString(), MAIN);
    }

    @Test
    void aLoaderThatLoadsTheSameEntriesAgainIsAccepted() throws Exception {
        URL entry = Witness.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader restarted = new URLClassLoader(new URL[] {entry}, null)) {
            Map<String, String> properties =
                    Map.of("java.class.path", Path.of(entry.toURI()).toString());

            ApplicationForm form = ApplicationForm.detect(properties, restarted.loadClass(MAIN));

            assertThat(form.javaArguments(MAIN, argumentFile())).endsWith(MAIN);
        }
    }

    @Test
    void aContainersClassLoaderIsRefused() throws Exception {
        copyWitnessTo(directory);
        try (URLClassLoader container =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            Map<String, String> properties =
                    Map.of("java.class.path", jar("catalina.jar", Map.of()).toString());

            assertRefused(properties, container.loadClass(MAIN), "servlet container", "executable jar or WAR");
        }
    }

    @Test
    void aNativeImageIsRefused() {
        assertRefused(
                Map.of("org.graalvm.nativeimage.imagecode", "runtime"), Witness.class, "native image", "on a JVM");
    }

    @Test
    void theModulePathIsRefused() {
        assertRefused(Map.of("java.class.path", ""), String.class, "module java.base", "from the class path");
        assertRefused(
                Map.of("java.class.path", "a.jar", "jdk.module.main", "com.acme"),
                Witness.class,
                "module com.acme",
                "from the class path");
    }

    @Test
    void anEmptyClassPathIsRefused() {
        assertRefused(Map.of("java.class.path", ""), Witness.class, "does not explain", "plain class path");
    }

    private void assertRefused(Map<String, String> properties, Class<?> witness, String found, String remedy) {
        assertThatExceptionOfType(WorkerStartException.class)
                .isThrownBy(() -> ApplicationForm.detect(properties, witness))
                .withMessageStartingWith("No worker can be started, because ")
                .withMessageContaining(found)
                .withMessageContaining(remedy);
    }

    private static ApplicationForm plain(String classPath) {
        return ApplicationForm.detect(Map.of("java.class.path", classPath), Witness.class);
    }

    private static Class<?> loadedByLauncher() throws ClassNotFoundException {
        URL classes = Witness.class.getProtectionDomain().getCodeSource().getLocation();
        return new LauncherStandIn(classes).loadClass(MAIN);
    }

    private Path executable(String name, String classes) throws IOException {
        return jar(
                name,
                Map.of(
                        "Main-Class",
                        "org.springframework.boot.loader.launch.Launcher",
                        "Spring-Boot-Classes",
                        classes));
    }

    private Path jar(String name, Map<String, String> attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        attributes.forEach(manifest.getMainAttributes()::putValue);
        Path jar = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new ZipEntry("some.txt"));
        }
        return jar;
    }

    private static void copyWitnessTo(Path classes) throws IOException {
        String name = MAIN.replace('.', '/') + ".class";
        Path target = classes.resolve(name);
        Files.createDirectories(target.getParent());
        Files.copy(Path.of(URI.create(Witness.class.getResource("/" + name).toString())), target);
    }

    private String run(List<String> arguments, String... more) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset()).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
