package io.asynccpu.process;

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
 * A fresh directory that only this user can open: sockets, argument files and crash reports of one pool, and its workers'
 * temporary files. Deleted with all that is in it when the pool ends; by the pool, or by a child if the parent was killed.
 * The parent holds a lock on a file in it. As long as it is open it is kept: what others remove is made anew, and its times
 * are those of a directory in use. Thread-safe.
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
     * Makes it below {@code java.io.tmpdir} or, where that path is too long for a socket or has no room, below another usual
     * place.
     *
     * @throws IOException if there is no place for it; says which were tried
     */
    public static PrivateDirectory create() throws IOException {
        return TemporaryLocations.firstUsable(PrivateDirectory::createIn);
    }

    /** Makes it below the given directory. */
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
            // As when there are no more descriptors; so it is not listed first, which takes one.
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
        // The mask of this process may have taken away what its own user needs.
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

    /** Complete when what dead pools had left beside it is gone, or cannot be removed. */
    public CompletableFuture<@Nullable Void> swept() {
        return swept;
    }

    /** Where a child that has outlived this process finds another directory of the same pool. */
    public synchronized void accompany(PrivateDirectory other) throws IOException {
        companion = other;
        Files.createSymbolicLink(path.resolve(OrphanedDirectory.COMPANION), other.path);
    }

    /** Makes a directory in it, which is kept, too. */
    public synchronized void make(Path directory) throws IOException {
        makeDirectory(directory);
        directories.add(directory);
    }

    /** Deletes what stands in it, a directory with all that is there. */
    public void delete(Path file) throws IOException {
        synchronized (this) {
            directories.remove(file);
        }
        RecursiveDeletion.delete(file);
    }

    /** Moves aside what stands at a place that only this pool names: something in a worker has put it there. */
    public void clear(Path file) throws IOException {
        if (OwnerLock.keyOf(file) != null) {
            Path aside = path.resolve(DirectoryName.fresh());
            Files.move(file, aside);
            LOG.warn("{} was in the way of a new worker and is now {}, as when a task has put it there", file, aside);
        }
    }

    /**
     * Makes anew what is missing.
     *
     * @return false if somebody else has its name now, or it cannot be made: then another one is needed
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

    /** For cleaners that go by age: it is in use, with what the pool itself has put there. */
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
