package io.asynccpu.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stand-in for /proc and the control groups that its mount table names. */
record MachineDouble(Path root) {

    Path proc() {
        return root.resolve("proc");
    }

    Path write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    /** The groups are mounted there. */
    void mount(String top, String rest) throws IOException {
        write(
                "proc/self/mountinfo",
                "22 1 0:20 / /proc rw - proc proc rw\n31 23 0:28 " + top + " " + root.resolve("groups") + " rw " + rest
                        + "\n");
    }
}
