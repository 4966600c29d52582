package io.asynccpu.launch.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where archives are kept. The JVM believes what an archive says, so a directory counts only if nobody else could have put
 * something there: it belongs to this user, others may not write to it, and nobody else may replace it.
 */
final class CacheDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(CacheDirectory.class);

    private static final int MOST_ENTRIES = 16;
    private static final long MOST_BYTES = 512L << 20;
    private static final int STICKY = 01000;
    private static final int WRITABLE_FOR_OTHERS = 0022;

    /** The kernel's lock is one for the whole process, and gone when any of its threads closes the file. */
    private static final AtomicBoolean RECORDING = new AtomicBoolean();

    private final Path path;

    private CacheDirectory(Path path) {
        this.path = path;
    }

    /**
     * Opens the directory, makes it if need be.
     *
     * @param chosen by the user; null for the usual place
     * @throws IOException if it cannot be used, with the reason
     */
    static CacheDirectory open(@Nullable Path chosen) throws IOException {
        Path path = chosen == null ? usual() : chosen;
        if (Files.notExists(path)) {
            make(path);
        }
        Path real = path.toRealPath();
        checkThatNobodyElseCanWrite(real);
        return new CacheDirectory(real);
    }

    private static Path usual() throws IOException {
        Path base = absolute(System.getenv("XDG_CACHE_HOME"));
        if (base == null) {
            base = absolute(System.getenv("LOCALAPPDATA"));
        }
        return (base == null ? cachesOfHome() : base).resolve("asynccpu");
    }

    /** A user without an entry has none: then the JVM says {@code ?}, and some containers say that it is the root. */
    private static Path cachesOfHome() throws IOException {
        String name = System.getProperty("user.home", "");
        Path home = absolute(name);
        if (home == null || home.getParent() == null || !Files.isDirectory(home)) {
            throw new IOException("this user has no home directory to keep it in (user.home is '" + name
                    + "'); worker.startup-cache may name a directory");
        }
        return home.resolve(
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")
                        ? "Library/Caches"
                        : ".cache");
    }

    /** Null for what is no place that holds everywhere. */
    private static @Nullable Path absolute(@Nullable String name) {
        try {
            return name == null || !Path.of(name).isAbsolute() ? null : Path.of(name);
        } catch (InvalidPathException inThisEncoding) {
            LOG.info(
                    "{} is no path in this JVM's encoding, {}, and is passed over; set LANG to a UTF-8 locale, such as C.UTF-8",
                    name,
                    System.getProperty("sun.jnu.encoding"));
            return null;
        }
    }

    /** As {@link Files#createTempFile} does, which cannot be used where java.io.tmpdir is no path. */
    static Path freshName(Path directory, String prefix) {
        return directory.resolve(
                prefix + Long.toUnsignedString(ThreadLocalRandom.current().nextLong()));
    }

    /** Not {@link Files#createDirectories}: the mask of this process may take away what its own user needs. */
    private static void make(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && Files.notExists(parent)) {
            make(parent);
        }
        FileAttribute<?>[] onlyForThisUser = onlyForThisUser(directory);
        try {
            Files.createDirectory(directory, onlyForThisUser);
            if (onlyForThisUser.length > 0) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (FileAlreadyExistsException anotherWasFaster) {
            LOG.debug("{} is there already", directory, anotherWasFaster);
        }
    }

    private static FileAttribute<?>[] onlyForThisUser(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void checkThatNobodyElseCanWrite(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        // Whoever makes a file owns it: a way to know who this is that works in every container.
        Path file = Files.createFile(freshName(directory, "whoami"));
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

    /** The right to record, which one process of this user has at a time; null if it is taken. */
    @Nullable
    Turn takeTurn() throws IOException {
        if (!RECORDING.compareAndSet(false, true)) {
            return null;
        }
        FileChannel file = null;
        FileLock lock = null;
        try {
            file = FileChannel.open(path.resolve("recording"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = file.tryLock();
            return lock == null ? null : new Turn(file);
        } finally {
            if (lock == null) {
                RECORDING.set(false);
                if (file != null) {
                    file.close();
                }
            }
        }
    }

    /** The kernel takes it back if this process dies. */
    static final class Turn implements AutoCloseable {

        private final FileChannel file;

        private Turn(FileChannel file) {
            this.file = file;
        }

        @Override
        public void close() throws IOException {
            try {
                file.close();
            } finally {
                RECORDING.set(false);
            }
        }
    }

    /** Removes what was not used for longest and is in nobody's use, until the rest is within bounds. */
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
