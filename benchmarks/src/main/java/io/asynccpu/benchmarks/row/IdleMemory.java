package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.measure.Scale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What an idle process holds in memory, as {@code ps} says it. */
final class IdleMemory {

    /** Every five seconds a worker gives back what its compilers have freed, and some they free later than that. */
    private static final int SETTLED_MILLIS = 12_000;

    private static final int QUICK_MILLIS = 6_000;

    private IdleMemory() {}

    /** Resident MiB after a while without anything to do. */
    static double mebibytes(long pid, Scale scale) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(scale.pick(SETTLED_MILLIS, QUICK_MILLIS, 0));
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kibibytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (ps.waitFor() != 0 || kibibytes.isEmpty()) {
            throw new IOException("ps does not know process " + pid);
        }
        return Long.parseLong(kibibytes) / 1024.0;
    }
}
