package io.asynccpu.supervisor;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a process has had of the processors, and what it would have had.
 *
 * @param usedNanos also by threads that have ended
 * @param awaitedNanos for which its present threads could have run, had a processor been free: for each of them; 0 where the
 *     system does not tell
 */
public record ProcessorTime(long usedNanos, long awaitedNanos) {

    /** Whose thread may be in the way of others while all these files are read. */
    private static final int MOST_THREADS = 1_000;

    ProcessorTime plus(ProcessorTime other) {
        return new ProcessorTime(usedNanos + other.usedNanos, awaitedNanos + other.awaitedNanos);
    }

    /** 0 where the system does not tell. */
    static ProcessorTime of(ProcessHandle process) {
        long used =
                process.info().totalCpuDuration().map(time -> time.toNanos()).orElse(0L);
        return new ProcessorTime(used, awaitedNanos(process.pid()));
    }

    private static long awaitedNanos(long pid) {
        // The process's own file only tells of its first thread.
        File threads = new File("/proc/" + pid + "/task");
        String[] ids = threads.list();
        long sum = 0;
        for (int i = 0; ids != null && i < Math.min(ids.length, MOST_THREADS); i++) {
            sum += awaitedNanos(new File(threads, ids[i] + "/schedstat"));
        }
        return sum;
    }

    /** Nanoseconds on a processor, nanoseconds in wait for one, how many times. */
    private static long awaitedNanos(File schedstat) {
        try (FileInputStream file = new FileInputStream(schedstat)) {
            String[] fields = new String(file.readNBytes(100), StandardCharsets.US_ASCII).split(" ", 3);
            return fields.length < 3 ? 0 : Long.parseLong(fields[1]);
        } catch (IOException | NumberFormatException ended) {
            return 0;
        }
    }
}
