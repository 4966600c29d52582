package io.asynccpu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.Sandbox;
import io.asynccpu.support.AnotherUser;
import io.asynccpu.support.NeedsWall;
import io.asynccpu.support.NotBehindAWall;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.PoolTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where there can be no wall, there is no pool: its creation says what is missing and what to do, and no worker runs. */
@Timeout(60)
@NeedsWall
@NotBehindAWall("has walls of its own")
@PoolTest
class NoWallTests {

    @TempDir
    private Path directory;

    private Path programs;

    @BeforeEach
    void makePrograms() throws Exception {
        programs = Files.createDirectory(directory.resolve("programs"));
    }

    @Test
    void withoutTheToolItsPackageIsNamed() throws Exception {
        link("prlimit");
        assertThat(saysWithOwnPrograms())
                .contains(
                        "WorkerStartException: No worker can be started behind a wall",
                        "there is no program bwrap on the PATH of this process; install the system's package bubblewrap",
                        "No worker is started without it",
                        "children: 0");
    }

    @Test
    void withoutTheProgramForLimitsItsPackageIsNamed() throws Exception {
        link("bwrap");
        assertThat(saysWithOwnPrograms())
                .contains("there is no program prlimit", "install the system's package util-linux", "children: 0");
    }

    @ParameterizedTest
    @CsvSource({"bubblewrap 0.4.1", "bubblewrap 0.7.0", "no version at all"})
    void anOldToolIsNamed(String version) throws Exception {
        link("prlimit");
        fake("echo '" + version + "'");
        assertThat(saysWithOwnPrograms())
                .contains(
                        programs.resolve("bwrap") + " is too old (" + version + "); install bubblewrap 0.8 or newer",
                        "children: 0");
    }

    @ParameterizedTest
    @CsvSource({
        "bwrap: Creating new namespace failed: Operation not permitted, seccomp",
        "'bwrap: setting up uid map: Permission denied', AppArmor",
        "'bwrap: Can''t mount proc on /newroot/proc: Operation not permitted', a container hides parts of its /proc"
    })
    void whatTheToolSaysIsExplained(String words, String explanation) throws Exception {
        link("prlimit");
        fake("case $1 in --version) echo bubblewrap 0.9.0;; *) echo \"" + words + "\" >&2; exit 1;; esac");
        assertThat(saysWithOwnPrograms())
                .contains("cannot put it up (it said: " + words + ")", explanation, "children: 0");
    }

    @Test
    void aToolThatCannotBeRunIsNamed() throws Exception {
        link("prlimit");
        Path bwrap = Files.writeString(programs.resolve("bwrap"), "#!/no/such/interpreter\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(saysWithOwnPrograms()).contains(bwrap + " cannot be run", "children: 0");
    }

    /** The limit is that of a namespace around the whole JVM. */
    @Test
    void whereTheKernelForbidsNamespacesOfUsersItsSettingIsNamed() throws Exception {
        ProcessBuilder parent = ParentJvm.builder(
                List.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "sh",
                        "-c",
                        "echo 0 > /proc/sys/user/max_user_namespaces; exec \"$@\"",
                        "sh"),
                List.of(),
                WallSeeker.class);
        assertThat(says(parent))
                .contains("since user.max_user_namespaces is 0: set it to 15000 with sysctl", "children: 0");
    }

    @Test
    void whereAContainerHidesPartsOfProcThatIsSaid() throws Exception {
        AnotherUser.isNeeded();
        ProcessBuilder parent = ParentJvm.builder(
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind /dev/null /proc/kcore || mount --bind /dev/null /proc/meminfo; exec \"$@\"",
                        "sh"),
                List.of(),
                WallSeeker.class);
        assertThat(says(parent))
                .contains("a container hides parts of its /proc", "systempaths=unconfined", "children: 0");
    }

    @Test
    void aPathThatIsNotThereIsNamed() throws Exception {
        assertThat(says(ParentJvm.builder(List.of(), List.of(), WallSeeker.class, "/no/such/place")))
                .contains("worker.sandbox.read names /no/such/place, which does not exist", "children: 0");
    }

    @Test
    void aClassPathThatHoldsTheHomeDirectoryIsRefused() throws Exception {
        Path home = Files.createDirectories(directory.resolve("classes/home"));
        String classPath = System.getProperty("java.class.path") + ":" + directory.resolve("classes");
        assertThat(says(ParentJvm.builder(List.of(), List.of("-Duser.home=" + home), classPath, WallSeeker.class)))
                .contains(
                        "the class path has the directory " + directory.resolve("classes") + ", which holds " + home,
                        "children: 0");
    }

    @Test
    void aMisspeltModeForAllPoolsIsNoModeOfItsOwn() {
        String key = "asynccpu.worker.sandbox.mode";
        String before = System.getProperty(key);
        System.setProperty(key, "bubblewarp");
        try {
            assertThatThrownBy(() -> ProcessTaskPoolExecutor.builder().build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(key + " is bubblewarp but must be none or bubblewrap");
        } finally {
            if (before == null) {
                System.clearProperty(key);
            } else {
                System.setProperty(key, before);
            }
        }
    }

    @Test
    void inThisProcessThereIsNoWall() {
        assertThatThrownBy(() -> ProcessTaskPoolExecutor.builder()
                        .inProcess(true)
                        .sandbox(Sandbox.bubblewrap().build())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sandbox is BUBBLEWRAP but must be none for a pool in process");
    }

    private void link(String program) throws Exception {
        Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
    }

    private void fake(String script) throws Exception {
        Path bwrap = Files.writeString(programs.resolve("bwrap"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String saysWithOwnPrograms() throws Exception {
        ProcessBuilder parent = ParentJvm.builder(List.of(), List.of(), WallSeeker.class);
        parent.environment().put("PATH", programs.toString());
        return says(parent);
    }

    private static String says(ProcessBuilder parent) throws Exception {
        Process process = parent.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
