package io.asynccpu.faults;

import java.io.File;
import java.io.IOException;
import java.util.List;

/** What a task can leave behind in its JVM or outside it. */
final class Leftovers {

    /** Bounded, so that a test which fails to clean up does not litter the machine for ever. */
    private static final String LIFE_OF_A_GRANDCHILD_IN_SECONDS = "600";

    private Leftovers() {}

    static Process grandchild() throws IOException {
        List<String> command = File.separatorChar == '/'
                ? List.of("sleep", LIFE_OF_A_GRANDCHILD_IN_SECONDS)
                : List.of("ping", "-n", LIFE_OF_A_GRANDCHILD_IN_SECONDS, "127.0.0.1");
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static void nonDaemonThreads(int count) {
        for (int i = 1; i <= count; i++) {
            Thread thread = new Thread(Standstill::sleepDeaf, "left-behind-" + i);
            thread.setDaemon(false);
            thread.start();
        }
    }

    static void hangingShutdownHook() {
        Runtime.getRuntime().addShutdownHook(new Thread(Standstill::sleepDeaf, "hanging-shutdown-hook"));
    }
}
