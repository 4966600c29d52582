package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The right to record, which one process of a user has at a time. The kernel releases it if the process dies. */
final class RecordingLock implements AutoCloseable {

    /** Needed in addition to the kernel's lock, which belongs to the process and ends when any thread closes the file. */
    private static final AtomicBoolean HELD = new AtomicBoolean();

    private final FileChannel file;

    private RecordingLock(FileChannel file) {
        this.file = file;
    }

    /** Returns null if another thread or process has the lock. */
    static @Nullable RecordingLock tryLock(Path path) throws IOException {
        if (!HELD.compareAndSet(false, true)) {
            return null;
        }
        FileChannel file = null;
        FileLock lock = null;
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = file.tryLock();
            return lock == null ? null : new RecordingLock(file);
        } finally {
            if (lock == null) {
                HELD.set(false);
                if (file != null) {
                    file.close();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            HELD.set(false);
        }
    }
}
