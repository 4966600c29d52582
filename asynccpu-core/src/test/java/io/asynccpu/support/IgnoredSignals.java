package io.asynccpu.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;

/**
 * Signals that this JVM ignores as its parent does, and what it starts ignores them, too: SIGHUP below {@code nohup}, SIGINT
 * behind an {@code &} in a script.
 */
public final class IgnoredSignals {

    private IgnoredSignals() {}

    /** What stands before a command so that this signal ends it: mostly nothing. Without a way the test is skipped. */
    public static List<String> hear(String signal) throws Exception {
        // No core files; the shell's end is the signal's, or its own if it ignores the signal.
        if (exitCode(List.of("sh", "-c", "ulimit -c 0; kill -" + signal + " $$")) != 0) {
            return List.of();
        }
        List<String> prefix = List.of("env", "--default-signal=" + signal);
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        assumeTrue(
                exitCode(trial) == 0,
                () -> "SIG" + signal + " is ignored here, and this system's env cannot undo that by --default-signal");
        return prefix;
    }

    private static int exitCode(List<String> command) throws Exception {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
