package io.asynccpu.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.Callable;

/** Waits for files, woken by the file system. The bound is the test's {@code @Timeout}, which interrupts. */
public final class FileEvents {

    private FileEvents() {}

    /** Returns when the condition holds, which something that appears below the directory makes true. */
    public static void await(String what, Path directory, Callable<Boolean> condition) throws Exception {
        try (WatchService watch = directory.getFileSystem().newWatchService()) {
            register(directory.toFile(), watch);
            while (!condition.call()) {
                WatchKey key = watch.take();
                key.pollEvents();
                key.reset();
                // Guard against race with what appears in a new directory: it is watched before the condition is looked
                // at.
                register(directory.toFile(), watch);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Waited in vain: " + what, e);
        }
    }

    /** Only names are read: files come and go, over which a walk would stumble. */
    private static void register(File directory, WatchService watch) throws IOException {
        File[] entries = directory.listFiles(File::isDirectory);
        if (entries == null) {
            return;
        }
        try {
            directory.toPath().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        } catch (NoSuchFileException | NotDirectoryException goneMeanwhile) {
            return;
        }
        for (File entry : entries) {
            register(entry, watch);
        }
    }
}
