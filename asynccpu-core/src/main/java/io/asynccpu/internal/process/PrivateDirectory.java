package io.asynccpu.internal.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fresh directory that only this user can open, for sockets, argument files and crash reports of one pool, and for
 * its workers' temporary files.
 *
 * <p>The directory is deleted with its contents when the pool ends, by the pool, or by a child if the parent was
 * killed. The parent holds a lock on a file in it. As long as the directory is open it is maintained: files that others
 * remove are made anew, and its times are those of a directory in use.
 *
 * <p>Actors: the pool's threads, and the thread of {@link DirectoryMaintenance}. Shared state is guarded by the
 * monitor.
 */
public final class PrivateDirectory implements DirectoryMaintenance.Maintained, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(PrivateDirectory.class);

    private final Path path;
    private final CompletableFuture<@Nullable Void> swept;

    // Guarded by this.
    private final Set<Path> directories = new LinkedHashSet<>();
    private Object key;
    private OwnerLock owner;
    private @Nullable PrivateDirectory companion;
    private boolean closed;

    private PrivateDirectory(Path path, Object key, OwnerLock owner, CompletableFuture<@Nullable Void> swept) {
        this.path = path;
        this.swept = swept;
        this.key = key;
        this.owner = owner;
    }

    /**
     * Makes a directory below {@code java.io.tmpdir} or, where that path is too long for a socket or has no room, at
     * another usual location.
     *
     * @throws IOException if no location is usable; the message says which were tried
     */
    public static PrivateDirectory create() throws IOException {
        return TemporaryLocations.firstUsable(PrivateDirectory::createIn);
    }

    /** Makes a directory below the given one. */
    public static PrivateDirectory createIn(Path parent) throws IOException {
        Path made = makeDirectory(parent.resolve(DirectoryName.fresh()));
        Object key = null;
        try {
            key = requireKey(made);
            StaleDirectoryCleanup.spare(key);
            OwnerLock owner = OwnerLock.take(made);
            PrivateDirectory directory = new PrivateDirectory(
                    made,
                    key,
                    owner,
                    StaleDirectoryCleanup.begin(parent, Files.getOwner(made, LinkOption.NOFOLLOW_LINKS)));
            DirectoryMaintenance.keep(directory);
            return directory;
        } catch (IOException | RuntimeException e) {
            // As when there are no more descriptors. The directory is not listed before it is deleted, which would take
            // one.
            if (key != null) {
                StaleDirectoryCleanup.unspare(key);
            }
            Files.deleteIfExists(made);
            throw e;
        }
    }

    private static Path makeDirectory(Path directory) throws IOException {
        Path made = Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // The umask of this process may have removed permissions that its own user needs.
        Files.setPosixFilePermissions(made, RecursiveDeletion.ALL_FOR_OWNER);
        return made;
    }

    private static Object requireKey(Path directory) throws IOException {
        Object key = OwnerLock.keyOf(directory);
        if (key == null) {
            throw new NoSuchFileException(directory.toString());
        }
        return key;
    }

    @Override
    public Path path() {
        return path;
    }

    /** Complete when the directories of dead pools beside this one are deleted, or cannot be deleted. */
    public CompletableFuture<@Nullable Void> swept() {
        return swept;
    }

    /** Links another directory of the same pool, for a child that outlives this process. */
    public synchronized void accompany(PrivateDirectory other) throws IOException {
        companion = other;
        Files.createSymbolicLink(path.resolve(OrphanedDirectory.COMPANION), other.path);
    }

    /** Makes a directory in this one, which is maintained, too. */
    public synchronized void make(Path directory) throws IOException {
        makeDirectory(directory);
        directories.add(directory);
    }

    /** Deletes a file in this directory, or a directory with its contents. */
    public void delete(Path file) throws IOException {
        synchronized (this) {
            directories.remove(file);
        }
        RecursiveDeletion.delete(file);
    }

    /** Moves a file aside whose name only this pool uses: code in a worker has put it there. */
    public void clear(Path file) throws IOException {
        if (OwnerLock.keyOf(file) != null) {
            Path aside = path.resolve(DirectoryName.fresh());
            Files.move(file, aside);
            LOG.warn("{} was in the way of a new worker and is now {}, as when a task has put it there", file, aside);
        }
    }

    /**
     * Makes missing files anew.
     *
     * @return false if another file has its name now, or it cannot be made: then another directory is needed
     */
    @Override
    public synchronized boolean restore() {
        if (closed) {
            return false;
        }
        try {
            Object found = OwnerLock.keyOf(path);
            if (found == null) {
                LOG.info("{} was removed while a pool used it, and is made anew", path);
                makeDirectory(path);
                StaleDirectoryCleanup.unspare(key);
                key = requireKey(path);
                StaleDirectoryCleanup.spare(key);
            } else if (!found.equals(key)) {
                return false;
            }
            if (!owner.isInPlace()) {
                OwnerLock lost = owner;
                owner = OwnerLock.take(path);
                lost.close();
            }
            for (Path directory : directories) {
                if (OwnerLock.keyOf(directory) == null) {
                    makeDirectory(directory);
                }
            }
            PrivateDirectory other = companion;
            if (other != null && OwnerLock.keyOf(path.resolve(OrphanedDirectory.COMPANION)) == null) {
                accompany(other);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} cannot be made anew", path, e);
            return false;
        }
    }

    /** Gives all files that the pool itself has made the times of files in use, for cleaners that go by age. */
    @Override
    public synchronized void touch() throws IOException {
        if (closed || !path.toFile().exists()) {
            return;
        }
        FileTime now = FileTime.from(Instant.now());
        try (var files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                BasicFileAttributeView view =
                        Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                BasicFileAttributes found = view.readAttributes();
                if (found.isRegularFile() || found.isDirectory()) {
                    view.setTimes(now, now, null);
                }
            }
        }
        Files.getFileAttributeView(path, BasicFileAttributeView.class).setTimes(now, now, null);
    }

    @Override
    public void close() throws IOException {
        OwnerLock held;
        boolean own;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            held = owner;
            own = key.equals(OwnerLock.keyOf(path));
        }
        DirectoryMaintenance.release(this);
        try (held) {
            if (own) {
                RecursiveDeletion.empty(path, OwnerLock.NAME);
                RecursiveDeletion.delete(path);
            }
        } catch (NoSuchFileException gone) {
            LOG.debug("{} was removed by somebody else", path, gone);
        } finally {
            StaleDirectoryCleanup.unspare(key);
        }
    }
}
