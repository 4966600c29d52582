package io.asynccpu.launch.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One archive with what belongs to it. Whoever finds it there finds it whole: the archive comes last, by a rename, and its name
 * holds its length and checksum, since a JVM may crash on a damaged one.
 */
final class CacheEntry {

    /** For so long nobody tries again what has failed. */
    private static final Duration FAILURE_COUNTS = Duration.ofHours(1);

    private static final String ARCHIVE = "archive-";
    private static final String CLASS_PATH = "class-path";
    private static final String UNFINISHED = "unfinished";

    /** Locked as long as this JVM lives: its workers read from the entry at any time. */
    private static final Map<Path, FileChannel> IN_USE = new ConcurrentHashMap<>();

    private final Path path;

    CacheEntry(Path path) {
        this.path = path;
    }

    // --- use ---

    /** The archive; null if there is none. */
    @Nullable
    Path archive() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().startsWith(ARCHIVE))
                    .findFirst()
                    .orElse(null);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** Whether it is as it was when it was published. */
    boolean isIntact(Path archive) throws IOException {
        return archive.getFileName().toString().equals(nameOf(archive));
    }

    private static String nameOf(Path archive) throws IOException {
        CRC32C sum = new CRC32C();
        long length = 0;
        byte[] bytes = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(archive)) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                sum.update(bytes, 0, read);
                length += read;
            }
        }
        return ARCHIVE + length + "-" + Long.toHexString(sum.getValue());
    }

    /** What the class path was when the archive was made. */
    List<Path> classPath() throws IOException {
        return Files.readAllLines(path.resolve(CLASS_PATH)).stream()
                .map(Path::of)
                .toList();
    }

    /** Whether nothing of the image is gone. */
    boolean isComplete() throws IOException {
        return classPath().stream().filter(file -> file.startsWith(path)).allMatch(Files::exists);
    }

    /** Another one is to be made. */
    void discard(Path archive) throws IOException {
        Files.deleteIfExists(path.resolve(CLASS_PATH));
        Files.deleteIfExists(archive);
    }

    /** Keeps it from being removed as long as this JVM lives; false if it is being removed. */
    boolean use() throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        try {
            return IN_USE.computeIfAbsent(path, CacheEntry::lock) != null;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static @Nullable FileChannel lock(Path path) {
        FileChannel file = null;
        FileLock lock = null;
        try {
            file = FileChannel.open(path.resolve("in-use"), StandardOpenOption.READ);
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

    // --- recording, by whoever has the turn ---

    /** Whether somebody tried in vain not long ago. */
    boolean hasFailed() throws IOException {
        try {
            Instant when = Files.getLastModifiedTime(path.resolve("failed")).toInstant();
            return when.plus(FAILURE_COUNTS).isAfter(Instant.now());
        } catch (NoSuchFileException never) {
            return false;
        }
    }

    /** Makes the directory and the image, and removes what an interrupted recording has left. */
    void prepare(ClassSource classes) throws IOException {
        Files.createDirectories(path);
        removeUnfinished();
        if (Files.notExists(path.resolve(CLASS_PATH))) {
            // A new one each time: workers of some other process may still use what was there.
            Path image = Files.createDirectory(CacheDirectory.freshName(path, "image-"));
            List<String> classPath =
                    classes.copyTo(image).stream().map(Path::toString).toList();
            Files.write(path.resolve("in-use"), new byte[0]);
            Path whole = path.resolve(UNFINISHED + CLASS_PATH);
            Files.write(whole, classPath);
            Files.move(whole, path.resolve(CLASS_PATH), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Where the JVM writes the archive. */
    Path unfinished() {
        return path.resolve(UNFINISHED);
    }

    /**
     * Makes what was recorded the archive.
     *
     * @throws IOException if nothing was recorded
     */
    void publish() throws IOException {
        if (Files.notExists(unfinished())) {
            throw new IOException("the JVM has written none");
        }
        Files.move(unfinished(), path.resolve(nameOf(unfinished())), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(path.resolve("failed"));
    }

    void removeUnfinished() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(UNFINISHED)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** There will be no archive for a while. */
    void fail(String reason) throws IOException {
        Files.write(path.resolve("failed"), reason.getBytes(StandardCharsets.UTF_8));
        Path archive = archive();
        if (archive != null) {
            discard(archive);
        }
    }

    // --- removal ---

    FileTime lastUse() {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    long size() throws IOException {
        LongAdder bytes = new LongAdder();
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes.add(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            // Guard against race with another pool or process, which discards an archive of its own meanwhile.
            @Override
            public FileVisitResult visitFileFailed(Path gone, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.sum();
    }

    boolean deleteUnlessInUse() throws IOException {
        if (IN_USE.containsKey(path)) {
            return false;
        }
        // Made if it is not there, as in what an interrupted recording has left.
        try (FileChannel file =
                FileChannel.open(path.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (file.tryLock() == null) {
                return false;
            }
            delete(path);
            return true;
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
