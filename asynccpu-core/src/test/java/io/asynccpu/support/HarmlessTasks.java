package io.asynccpu.support;

import io.asynccpu.api.TaskContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.concurrent.CountDownLatch;

/** Tasks that do nothing wrong. */
public final class HarmlessTasks {

    private HarmlessTasks() {}

    public static long square(int n) {
        return (long) n * n;
    }

    /** Waits until the file is there, woken by the file system, and returns the worker's process id. */
    public static long awaitsFile(String file) throws IOException, InterruptedException {
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

    /** Until an interrupt. */
    public static int waitsForever() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    /** Keeps the processor busy for a while, deaf to interrupts; tells whether there was one. */
    public static boolean spins(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return Thread.currentThread().isInterrupted();
    }
}
