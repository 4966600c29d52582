package io.asynccpu.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Java agent that leaves a file with the process id of each JVM that has loaded it. */
public final class Agent {

    private Agent() {}

    public static void premain(String directory) throws IOException {
        Files.createFile(Path.of(directory, "agent-" + ProcessHandle.current().pid()));
    }
}
