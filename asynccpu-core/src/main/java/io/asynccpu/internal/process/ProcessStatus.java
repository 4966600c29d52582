package io.asynccpu.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What the kernel tells of a process in {@code /proc/<pid>/status}. */
final class ProcessStatus {

    private ProcessStatus() {}

    /** Returns the value of a field; empty if the process has ended or the system does not tell. */
    static Optional<String> field(long pid, String name) {
        String beginning = name + ":";
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(beginning))
                    .map(line -> line.substring(beginning.length()).strip())
                    .findFirst();
        } catch (IOException | UncheckedIOException gone) {
            return Optional.empty();
        }
    }
}
