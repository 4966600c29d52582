package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Protects a cache entry from its removal while workers of any process may read from it. Thread-safe. */
final class UseLock {

    static final String FILE = "in-use";

    /** Entries that are locked until this JVM ends, because its workers may read from them at any time. */
    private static final Map<Path, FileChannel> HELD = new ConcurrentHashMap<>();

    interface Removal {

        void remove() throws IOException;
    }

    private UseLock() {}

    /** Locks the entry until this JVM ends; returns false if it is being removed. */
    static boolean hold(Path entry) throws IOException {
        try {
            return HELD.computeIfAbsent(entry, UseLock::lock) != null;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static @Nullable FileChannel lock(Path entry) {
        FileChannel file = null;
        FileLock lock = null;
        try {
            file = FileChannel.open(entry.resolve(FILE), StandardOpenOption.READ);
            lock = file.tryLock(0, Long.MAX_VALUE, true);
            return lock == null ? null : file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (lock == null) {
                close(file);
            }
        }
    }

    private static void close(@Nullable FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the removal unless the entry is in use; returns whether it has run. */
    static boolean removeUnlessHeld(Path entry, Removal removal) throws IOException {
        if (HELD.containsKey(entry)) {
            return false;
        }
        // Created if it does not exist, as after an interrupted recording.
        try (FileChannel file =
                FileChannel.open(entry.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (file.tryLock() == null) {
                return false;
            }
            removal.remove();
            return true;
        }
    }
}
