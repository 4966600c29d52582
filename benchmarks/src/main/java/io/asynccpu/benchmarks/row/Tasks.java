package io.asynccpu.benchmarks.row;

import io.asynccpu.api.TaskContext;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What runs in the workers. */
final class Tasks {

    private Tasks() {}

    static int noOp(int value) {
        return value;
    }

    static byte[] echoBytes(byte[] bytes) {
        return bytes;
    }

    static double[] echoDoubles(double[] doubles) {
        return doubles;
    }

    static List<SmallRecord> echoRecords(List<SmallRecord> records) {
        return records;
    }

    /** Waits, and says in which process. */
    static long pauses(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return ProcessHandle.current().pid();
    }

    /** Says by a progress report that it runs. */
    static long announcesAndPauses(int millis) throws InterruptedException {
        TaskContext.current().progress(0, 1, "running");
        return pauses(millis);
    }

    /** Keeps a processor busy; gives something so that it is not optimized away. */
    static long computes(int steps) {
        long state = 88172645463325252L;
        for (int i = 0; i < steps; i++) {
            state = hundredTimes(state);
        }
        return state;
    }

    /** A method of its own, so that it is compiled alike wherever it is called often. */
    private static long hundredTimes(long seed) {
        long state = seed;
        for (int i = 0; i < 100; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
        }
        return state;
    }

    /** Waits so long; says in which thread of which process it ran, from when to when. */
    static long[] timed(int millis) {
        long started = System.nanoTime();
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody cancels this", e);
        }
        long where =
                ProcessHandle.current().pid() << 20 | Thread.currentThread().getId();
        return new long[] {where, started, System.nanoTime()};
    }

    /** Says by its progress when it began, and hears no interrupt. */
    static int neverEnds() {
        TaskContext.current().progress(System.nanoTime(), 0, "began");
        while (true) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException ignored) {
                // That is the point.
            }
        }
    }

    /** When it started. */
    static long startedAt() {
        return System.nanoTime();
    }

    /** Of the worker's JVM, but for its files, which are gone with it. */
    static List<String> jvmOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-Djava.io.tmpdir="))
                .toList();
    }
}
