package io.asynccpu.process;

import io.asynccpu.protocol.ChildFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fresh directory that only this user can open: sockets, argument files and crash reports of one pool, and its workers'
 * temporary files. Deleted with all that is in it when the pool ends; by the pool, or by a child if the parent was killed.
 * The parent holds a lock on a file in it. As long as it is open it is kept: what others remove is made anew, and its times
 * are those of a directory in use. Thread-safe.
 */
public final class PrivateDirectory implements Closeable {

    static final String PREFIX = "asynccpu-";

    /** Not in a child, which loads no logging back end on its way out. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(PrivateDirectory.class);
    }

    /** Names where a child looks that has outlived its parent. */
    private static final String COMPANION = "companion";

    /** A name that nobody can foresee: 50 bits. */
    private static final int RANDOM_LETTERS = 10;

    /** Which directories this JVM must never take for another's. */
    private static final Set<Object> LIVE = ConcurrentHashMap.newKeySet();

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

    static String prefix() {
        return PREFIX + ProcessHandle.current().pid() + "-";
    }

    static boolean isLive(Object key) {
        return LIVE.contains(key);
    }

    /** A name of the length that all have. */
    static String freshName() {
        StringBuilder name = new StringBuilder(prefix());
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            name.append(Character.forDigit(ThreadLocalRandom.current().nextInt(32), 32));
        }
        return name.toString();
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
        Path made = makeDirectory(parent.resolve(freshName()));
        Object key = null;
        try {
            key = requireKey(made);
            LIVE.add(key);
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
                LIVE.remove(key);
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

    /** Asked besides the lock, which a process also loses by closing the file anywhere else. */
    static boolean ownerIsGone(Path directory) {
        String[] name = directory.getFileName().toString().split("-", -1);
        return name.length == 3 && name[1].matches("\\d{1,18}") && ProcessTable.isGone(Long.parseLong(name[1]));
    }

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
        Files.createSymbolicLink(path.resolve(COMPANION), other.path);
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
            Path aside = path.resolve(freshName());
            Files.move(file, aside);
            Log.LOG.warn(
                    "{} was in the way of a new worker and is now {}, as when a task has put it there", file, aside);
        }
    }

    /**
     * Makes anew what is missing.
     *
     * @return false if somebody else has its name now, or it cannot be made: then another one is needed
     */
    public synchronized boolean restore() {
        if (closed) {
            return false;
        }
        try {
            Object found = OwnerLock.keyOf(path);
            if (found == null) {
                Log.LOG.info("{} was removed while a pool used it, and is made anew", path);
                makeDirectory(path);
                LIVE.remove(key);
                key = requireKey(path);
                LIVE.add(key);
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
            if (other != null && OwnerLock.keyOf(path.resolve(COMPANION)) == null) {
                accompany(other);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            Log.LOG.debug("{} cannot be made anew", path, e);
            return false;
        }
    }

    /** For cleaners that go by age: it is in use, with what the pool itself has put there. */
    synchronized void touch() throws IOException {
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
            Log.LOG.debug("{} was removed by somebody else", path, gone);
        } finally {
            LIVE.remove(key);
        }
    }

    /**
     * In a child: waits until the parent is dead and then ends and deletes what it left. Several children may do so at a
     * time; the lock lets in one after the other, so none kills another one that would kill it.
     */
    public static void deleteAfterOwner(Path directory) throws IOException {
        try (FileChannel owner = ChildFile.open(directory.resolve(OwnerLock.NAME))) {
            owner.lock();
            // Others end by themselves, unless they are stopped.
            Descendants.killPool(directory);
            Path companion = companionOf(directory);
            if (companion != null) {
                deleteAfterOwner(companion);
            }
            // The lock last: what is left without one nobody knows to be abandoned.
            RecursiveDeletion.empty(directory, OwnerLock.NAME);
            RecursiveDeletion.delete(directory);
        }
    }

    /** In a child: so that {@link #deleteAfterOwner} takes no time later. */
    public static void rehearseDeletion(Path free) throws IOException {
        Files.createDirectory(free);
        Files.createFile(free.resolve(OwnerLock.NAME));
        deleteAfterOwner(free);
    }

    /** Null if there is none, any more. */
    static @Nullable Path companionOf(Path directory) throws IOException {
        Path link = directory.resolve(COMPANION);
        if (!Files.isSymbolicLink(link)) {
            return null;
        }
        Path other = Files.readSymbolicLink(link);
        return other.isAbsolute()
                        && other.getFileName() != null
                        && other.getFileName().toString().startsWith(PREFIX)
                        && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                ? other
                : null;
    }
}
