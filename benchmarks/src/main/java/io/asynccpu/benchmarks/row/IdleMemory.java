package io.asynccpu.benchmarks.row;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What an idle process holds in memory, as {@code ps} says it. */
final class IdleMemory {

    private IdleMemory() {}

    /** Resident MiB after a while without anything to do. */
    static double mebibytes(long pid, int idleMillis) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(idleMillis);
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kibibytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (ps.waitFor() != 0 || kibibytes.isEmpty()) {
            throw new IOException("ps does not know process " + pid);
        }
        return Long.parseLong(kibibytes) / 1024.0;
    }
}
