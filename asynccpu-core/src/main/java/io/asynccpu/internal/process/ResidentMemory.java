package io.asynccpu.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The resident memory of a process. */
public final class ResidentMemory {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private ResidentMemory() {}

    /** Returns the resident bytes of the process; -1 if it has ended or the system does not tell. */
    public static long of(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.map(RESIDENT::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(line -> Long.parseLong(line.group(1)) << 10)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | UncheckedIOException gone) {
            return -1;
        }
    }
}
