package io.asynccpu.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The numbers of one process in all namespaces that it is in, from this one inwards: {@code NSpid} of {@code /proc/<pid>/status}.
 *
 * @param pids empty if the process is gone, or the system does not tell
 */
record NamespacePids(List<Long> pids) {

    private static final String NAME = "NSpid:";

    static NamespacePids of(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return new NamespacePids(lines.filter(line -> line.startsWith(NAME))
                    .flatMap(line ->
                            Arrays.stream(line.substring(NAME.length()).strip().split("\\s+", -1)))
                    .map(Long::valueOf)
                    .toList());
        } catch (IOException | UncheckedIOException gone) {
            return new NamespacePids(List.of());
        }
    }

    /** Whether the process itself sees that number. */
    boolean isLast(long pid) {
        return !pids.isEmpty() && pids.get(pids.size() - 1) == pid;
    }

    int depth() {
        return pids.size();
    }
}
