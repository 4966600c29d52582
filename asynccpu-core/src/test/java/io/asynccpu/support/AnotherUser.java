package io.asynccpu.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another user of this machine, whom only root can act for. */
public final class AnotherUser {

    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

    private AnotherUser() {}

    /** Skips the test where there is no such user. */
    public static void isNeeded() throws Exception {
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assumeTrue(root && run(List.of("setpriv", "--version")) == 0, "only root can act for another user");
    }

    /** The command, to be run as that user. */
    public static List<String> command(String... command) {
        List<String> all = new ArrayList<>(AS_NOBODY);
        all.addAll(List.of(command));
        return all;
    }

    /** Runs a shell script as that user. */
    public static void does(String script, Path... arguments) throws Exception {
        List<String> command = command("sh", "-e", "-c", script, "sh");
        for (Path argument : arguments) {
            command.add(argument.toString());
        }
        assertThat(run(command)).as(script).isZero();
    }

    /** Lets everybody write to a directory, and nobody delete what is not his, as in {@code /tmp}. */
    public static void shares(Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(run(List.of("chmod", "1777", directory.toString()))).isZero();
    }

    /** Gives him a directory with all in it, and lets him reach it. */
    public static void owns(Path directory) throws Exception {
        assertThat(run(List.of("chown", "-R", "65534:65534", directory.toString())))
                .isZero();
        for (Path above = directory.getParent();
                above != null && above.getParent() != null;
                above = above.getParent()) {
            if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                assertThat(run(List.of("chmod", "o+x", above.toString()))).isZero();
            }
        }
    }

    private static int run(List<String> command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException noSuchProgram) {
            return -1;
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
