package io.asynccpu.internal.process;

import io.asynccpu.internal.protocol.PrivateFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The locked file that shows that a private directory has an owner. The kernel releases the lock when the owner's
 * process ends, and not before.
 */
final class OwnerLock implements Closeable {

    static final String NAME = "owner";

    private final Path file;
    private final FileChannel channel;
    private final Object key;

    private OwnerLock(Path file, FileChannel channel, Object key) {
        this.file = file;
        this.channel = channel;
        this.key = key;
    }

    /** Makes the file and locks it; leaves no file if that fails. */
    static OwnerLock take(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        return PrivateFile.create(file, made -> {
            // Not lock(), which would fail on a thread that is interrupted. Guard against race with another JVM's
            // cleanup, which may have come between the making of the file and its lock.
            FileLock lock = made.tryLock();
            Object key = lock == null ? null : keyOf(file);
            if (key == null) {
                throw new IOException(directory + " was deleted while it was made");
            }
            return new OwnerLock(file, made, key);
        });
    }

    /** Whether the locked file is still at its path. */
    boolean isInPlace() throws IOException {
        return key.equals(keyOf(file));
    }

    /** The identity of a file, whatever its name; null if there is none. */
    static @Nullable Object keyOf(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
