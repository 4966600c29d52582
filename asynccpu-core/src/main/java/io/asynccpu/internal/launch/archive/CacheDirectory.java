package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of the start-up cache. The JVM trusts the content of an archive, so a directory is used only if it belongs to this user
 * and no other user can write to it or replace it.
 */
final class CacheDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(CacheDirectory.class);

    private static final int MOST_ENTRIES = 16;
    private static final long MOST_BYTES = 512L << 20;
    private static final int STICKY = 01000;
    private static final int WRITABLE_FOR_OTHERS = 0022;

    private final Path path;

    private CacheDirectory(Path path) {
        this.path = path;
    }

    /**
     * Opens the directory, which is created if it does not exist.
     *
     * @param chosen the directory that the user has set; null for the default
     * @throws IOException if the directory cannot be used
     */
    static CacheDirectory open(@Nullable Path chosen) throws IOException {
        Path path = chosen == null ? CacheLocation.ofThisUser() : chosen;
        if (Files.notExists(path)) {
            create(path);
        }
        Path real = path.toRealPath();
        requireExclusive(real);
        return new CacheDirectory(real);
    }

    /** Used in place of {@link Files#createDirectories}, because the umask may remove the permissions of this user. */
    private static void create(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && Files.notExists(parent)) {
            create(parent);
        }
        FileAttribute<?>[] onlyForThisUser = onlyForThisUser(directory);
        try {
            Files.createDirectory(directory, onlyForThisUser);
            if (onlyForThisUser.length > 0) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (FileAlreadyExistsException concurrently) {
            LOG.debug("{} exists already", directory, concurrently);
        }
    }

    private static FileAttribute<?>[] onlyForThisUser(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void requireExclusive(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        // The owner of a new file is this user, which holds in every container.
        Path file = Files.createFile(CacheEntry.freshName(directory, "whoami"));
        int self = uid(file);
        Files.delete(file);
        Set<PosixFilePermission> permissions =
                Files.readAttributes(directory, PosixFileAttributes.class).permissions();
        if (uid(directory) != self
                || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(directory + " can be written by other users than this one");
        }
        for (Path parent = directory.getParent(); parent != null; parent = parent.getParent()) {
            int mode = (Integer) Files.getAttribute(parent, "unix:mode");
            int owner = uid(parent);
            boolean replaceable = (mode & WRITABLE_FOR_OTHERS) != 0 && (mode & STICKY) == 0;
            if (replaceable || (owner != self && owner != 0)) {
                throw new IOException(directory + " can be replaced by other users, who may write to " + parent);
            }
        }
    }

    private static int uid(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }

    CacheEntry entry(String name) {
        return new CacheEntry(path.resolve(name));
    }

    /** Acquires the right to record; returns null if it is taken. */
    @Nullable
    RecordingLock tryLock() throws IOException {
        return RecordingLock.tryLock(path.resolve("recording"));
    }

    /** Removes the entries that have been unused for longest and are not in use, until the rest is within bounds. */
    void tidy() throws IOException {
        List<CacheEntry> entries;
        try (Stream<Path> directories = Files.list(path)) {
            entries = directories
                    .filter(Files::isDirectory)
                    .map(CacheEntry::new)
                    .sorted(Comparator.comparing(CacheEntry::lastUse).reversed())
                    .toList();
        }
        long bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            bytes += entries.get(i).size();
            if ((i >= MOST_ENTRIES || bytes > MOST_BYTES) && entries.get(i).deleteUnlessInUse()) {
                LOG.debug("{} was removed from the start-up cache", entries.get(i));
            }
        }
    }
}
