package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asynccpu.api.StartupCache;
import io.asynccpu.support.AnotherUser;
import io.asynccpu.support.DeadlyTasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications in places that are not like a developer's machine: real ones, in environments that are all but empty. */
@Tag("matrix")
@Timeout(120)
class OddPlacesTests {

    private static final String WORKS = "a task's temporary file, the crash of another one, and a third";

    /** Letters beyond ASCII, as a shell makes them, whatever the encoding of this JVM. */
    private static final String UMLAUT = "$(printf 'f\\303\\274r \\303\\234bung')";

    @TempDir
    private Path place;

    private Path work;
    private String classPath = System.getProperty("java.class.path");

    /** What the application does. */
    public static final class Application {
        public static void main(String[] args) throws Exception {
            if (args.length > 0) {
                Files.delete(Path.of(args[0]));
            }
            try (var pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(1)
                    .crashReports(Path.of(System.getProperty("reports", "/nonexistent")))
                    .startupCache(StartupCache.AUTO)
                    .build()) {
                pool.createProcessTask(OddPlacesTests::makesAFile).get(60, TimeUnit.SECONDS);
                String crash = pool.createProcessTask(DeadlyTasks::crashes)
                        .handle((value, failure) -> String.valueOf(failure))
                        .get(60, TimeUnit.SECONDS);
                pool.createProcessTask(OddPlacesTests::makesAFile).get(60, TimeUnit.SECONDS);
                System.out.println(crash.contains("SIGSEGV") ? WORKS : crash);
            } catch (Throwable e) {
                e.printStackTrace(System.out);
            }
        }
    }

    public static String makesAFile() throws IOException {
        return Files.createTempFile("a-task's", null).toString();
    }

    @BeforeEach
    void openThePlace() throws Exception {
        AnotherUser.shares(place);
        work = Files.createDirectory(place.resolve("work"));
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /**
     * @param prepare what a shell does first, in the working directory; it may set JAVA_OPTIONS and ARGUMENTS
     * @param as what runs the shell
     * @return what the application says
     */
    private String says(String prepare, List<String> as, String... environment) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + System.getenv("PATH")));
        command.addAll(List.of(environment));
        command.addAll(as);
        command.addAll(List.of(
                "sh",
                "-e",
                "-c",
                "cd \"$1\"; set --; " + prepare.strip()
                        + "\nexec " + Path.of(System.getProperty("java.home"), "bin", "java")
                        + " -Dreports=" + place + "/reports \"$@\" -cp \"$MORE:" + classPath
                        + "\" '" + Application.class.getName() + "' $ARGUMENTS",
                "sh",
                work.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Whoever builds this may keep his libraries to himself. */
    private void forAll() throws Exception {
        Path copies = Files.createDirectory(place.resolve("libraries"));
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(":", -1)) {
            Path copy = copies.resolve("entry-" + entries.size() + (entry.endsWith(".jar") ? ".jar" : ""));
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                does("cp", "-r", entry, copy.toString());
                entries.add(copy.toString());
            }
        }
        does("chmod", "-R", "a+rX", copies.toString());
        classPath = String.join(":", entries);
    }

    private static void does(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(work).isEmptyDirectory();
        assertThat(place).isDirectoryNotContaining("glob:**/asynccpu-*");
    }

    private static void assertWorks(String said) {
        assertThat(said).contains(WORKS).doesNotContain("could not be started", "remain");
    }

    private String tmpdir() {
        return "set -- -Djava.io.tmpdir='" + place + "'; ";
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "", "nowhere", "/nonexistent/home", "/", "."})
    void aUserWithoutAHomeGetsNoDirectoryMadeForOne(String home) throws Exception {
        assertThat(says("set -- -Duser.home='" + home + "'", List.of()))
                .contains(WORKS)
                .contains("no home directory", "'" + home + "'", "worker.startup-cache");
        assertNothingIsLeft();
    }

    @Test
    void aUserWithoutAnEntryIsServed() throws Exception {
        AnotherUser.isNeeded();
        forAll();
        assertThat(says(tmpdir(), List.of("setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups")))
                .contains(WORKS);
        assertNothingIsLeft();
    }

    @Test
    void withoutALocaleAWorkingDirectoryThatIsNoAsciiIsNamedWithTheRemedy() throws Exception {
        String said = says("mkdir " + quoted(UMLAUT) + "; cd " + quoted(UMLAUT), List.of());
        assertThat(said).doesNotContain("ExceptionInInitializerError");
        if (!said.contains(WORKS)) {
            assertThat(said).contains("the working directory", "LANG=C.UTF-8");
        }
    }

    private static String quoted(String word) {
        return "\"" + word + "\"";
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Djava.io.tmpdir=", "-Duser.home="})
    void withoutALocaleAPlaceThatIsNoAsciiIsPassedOver(String option) throws Exception {
        assertWorks(says("mkdir " + quoted(UMLAUT) + "; set -- " + quoted(option + "$PWD/" + UMLAUT), List.of())
                .replace("IOException: this user has no home", ""));
    }

    @Test
    void withoutALocaleAClassPathThatIsNoAsciiIsPassedOverAsByTheJvm() throws Exception {
        assertThat(says("mkdir " + quoted(UMLAUT) + "; MORE=" + quoted("$PWD/" + UMLAUT), List.of()))
                .contains(WORKS, "on the class path", "LANG=C.UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"XDG_RUNTIME_DIR=", "XDG_RUNTIME_DIR=relative", "XDG_CACHE_HOME=relative"})
    void aVariableThatNamesNoPlaceIsPassedOver(String variable) throws Exception {
        assertThat(says("set -- -Djava.io.tmpdir=/nonexistent -Duser.home=/nonexistent", List.of(), variable))
                .contains(WORKS);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai", "ja-JP-u-ca-japanese"})
    void aUsersLocaleChangesNothing(String locale) throws Exception {
        String[] parts = locale.split("-", 3);
        assertWorks(says(
                tmpdir() + "set -- \"$@\" -Duser.home='" + place + "' -Duser.language=" + parts[0] + " -Duser.country="
                        + parts[1]
                        + (parts.length > 2 ? " -Duser.extensions=" + parts[2] : ""),
                List.of()));
        assertNothingIsLeft();
        // Named by time, in digits that any tool sorts.
        try (var reports = Files.list(place.resolve("reports"))) {
            assertThat(reports).singleElement().satisfies(report -> assertThat(
                            report.getFileName().toString())
                    .matches("asynccpu-default-[0-9]{8}-[0-9]{6}-pid[0-9]+\\.log"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "\"q\"", "@at", "p%p%%n", "-dash*", "back\\slash #hash", "${user.home}", "new\nline;&"})
    void anOddNameOfThePlaceChangesNothing(String name) throws Exception {
        Path odd = Files.createDirectory(place.resolve(name));
        assertWorks(says("set -- '-Djava.io.tmpdir=" + odd + "' -Duser.home='" + place + "'", List.of()));
        assertThat(odd).isEmptyDirectory();
        assertNothingIsLeft();
    }

    /** As its own user too, whom the modes concern as they do not concern root. */
    @ParameterizedTest
    @ValueSource(strings = {"000", "277", "777"})
    void anOddMaskNeitherOpensNorClosesWhatIsMade(String mask) throws Exception {
        Files.createDirectory(place.resolve("reports"));
        Files.setPosixFilePermissions(place.resolve("reports"), PosixFilePermissions.fromString("rwxrwxrwx"));
        boolean root = Files.isWritable(Path.of("/"));
        List<String> as = root ? AnotherUser.command() : List.of();
        if (root) {
            forAll();
        }
        assertThat(says(tmpdir() + "umask " + mask, as)).contains(WORKS);
        assertNothingIsLeft();
        try (var reports = Files.list(place.resolve("reports"))) {
            assertThat(reports).singleElement().satisfies(report -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(report)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void aWorkingDirectoryThatIsGoneIsNamed() throws Exception {
        assertThat(says(tmpdir() + "mkdir gone; cd gone; ARGUMENTS=\"$PWD\"", List.of()))
                .contains("working directory", "gone", "worker.working-directory");
        assertNothingIsLeft();
    }

    @Test
    void fewDescriptorsAreEnough() throws Exception {
        assertWorks(says(tmpdir() + "set -- \"$@\" -Duser.home='" + place + "'; ulimit -n 64", List.of()));
        assertNothingIsLeft();
    }

    @Test
    void jvmOptionsOfTheEnvironmentAreHeard() throws Exception {
        assertWorks(
                says("set -- -Duser.home='" + place + "'", List.of(), "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + place));
        assertNothingIsLeft();
    }

    // --- mounts, which only root can make ---

    private String saysWithMounts(String mount) throws Exception {
        AnotherUser.isNeeded();
        boolean may = new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", place.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(may, "mounts are not allowed here");
        String libraries = System.getProperty("java.home") + "/lib";
        return says(
                "set -- -Duser.home='" + place + "'; " + mount,
                List.of("unshare", "-m"),
                "LD_LIBRARY_PATH=" + libraries + ":" + libraries + "/server");
    }

    @Test
    void withoutProcAllWorks() throws Exception {
        assertWorks(saysWithMounts("mount -t tmpfs tmpfs /proc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=64k", "size=8m,noexec", "size=64m,noexec,nosuid,nodev"})
    void aSmallPlaceOrOneWithoutProgramsServes(String options) throws Exception {
        Path small = Files.createDirectory(place.resolve("small"));
        assertWorks(saysWithMounts(
                "mount -t tmpfs -o " + options + " tmpfs " + small + "; set -- \"$@\" -Djava.io.tmpdir=" + small));
    }

    @Test
    void aFullPlaceIsLeftForAnother() throws Exception {
        Path full = Files.createDirectory(place.resolve("full"));
        assertWorks(saysWithMounts("mount -t tmpfs -o size=1m tmpfs " + full + "; head -c 980000 /dev/zero > " + full
                + "/fill; set -- \"$@\" -Djava.io.tmpdir=" + full));
    }

    @Test
    void whereNothingCanBeWrittenAllPlacesThatWereTriedAreNamed() throws Exception {
        assertThat(saysWithMounts("mount --bind /tmp /tmp; mount -o remount,ro,bind /tmp;"
                        + " set -- \"$@\" -Djava.io.tmpdir=/proc/sys"))
                .contains("No directory for the sockets of a process pool", "/proc/sys", "/tmp", "java.io.tmpdir")
                .doesNotContain(WORKS);
        assertNothingIsLeft();
    }
}
