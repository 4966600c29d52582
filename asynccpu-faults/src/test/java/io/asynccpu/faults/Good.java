package io.asynccpu.faults;

import io.asynccpu.api.TaskContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;

/** Tasks that do nothing wrong. */
final class Good {

    private Good() {}

    static long square(int n) {
        return (long) n * n;
    }

    /** Waits until the file is there, woken by the file system, and returns the worker's process id. */
    static long awaitsFile(String file) throws IOException, InterruptedException {
        Path path = Path.of(file);
        try (WatchService watch = path.getFileSystem().newWatchService()) {
            path.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            TaskContext.current().progress(0, 1, "waits");
            while (Files.notExists(path)) {
                var key = watch.take();
                key.pollEvents();
                key.reset();
            }
        }
        return ProcessHandle.current().pid();
    }

    /** Keeps the processor busy for a while, deaf to interrupts; tells whether there was one. */
    static boolean spins(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return Thread.currentThread().isInterrupted();
    }
}
