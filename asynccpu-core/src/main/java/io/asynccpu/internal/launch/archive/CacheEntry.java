package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the start-up cache: an archive and the files that it needs. The archive appears last, by a rename, so it is complete when it
 * is found.
 */
final class CacheEntry {

    /** The time after a failed recording during which no further one is tried. */
    private static final Duration FAILURE_COUNTS = Duration.ofHours(1);

    private static final String CLASS_PATH = "class-path";
    private static final String UNFINISHED = "unfinished";

    private final Path path;

    CacheEntry(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    // --- use ---

    /** Returns null if there is no archive. */
    @Nullable
    ArchiveFile archive() throws IOException {
        return ArchiveFile.find(path);
    }

    /** Returns the class path with which the archive was recorded. */
    List<Path> classPath() throws IOException {
        return Files.readAllLines(path.resolve(CLASS_PATH)).stream()
                .map(Path::of)
                .toList();
    }

    /** Whether all files of the image exist. */
    boolean isComplete() throws IOException {
        return classPath().stream().filter(file -> file.startsWith(path)).allMatch(Files::exists);
    }

    /** Removes the archive, so that another one is recorded. */
    void discard(ArchiveFile archive) throws IOException {
        Files.deleteIfExists(path.resolve(CLASS_PATH));
        Files.deleteIfExists(archive.path());
    }

    /** Locks the entry until this JVM ends; returns false if it is being removed. */
    boolean use() throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        return UseLock.hold(path);
    }

    // --- recording, by the holder of the lock ---

    /** Whether a recording has failed not long ago. */
    boolean hasFailed() throws IOException {
        try {
            Instant when = Files.getLastModifiedTime(path.resolve("failed")).toInstant();
            return when.plus(FAILURE_COUNTS).isAfter(Instant.now());
        } catch (NoSuchFileException never) {
            return false;
        }
    }

    /** Creates the directory and the image, and removes the rest of an interrupted recording. */
    void prepare(ClassSource classes) throws IOException {
        Files.createDirectories(path);
        removeUnfinished();
        if (Files.notExists(path.resolve(CLASS_PATH))) {
            // A new image each time, because workers of other processes may still use the former one.
            Path image = Files.createDirectory(freshName(path, "image-"));
            List<String> classPath =
                    classes.copyTo(image).stream().map(Path::toString).toList();
            Files.write(path.resolve(UseLock.FILE), new byte[0]);
            Path whole = path.resolve(UNFINISHED + CLASS_PATH);
            Files.write(whole, classPath);
            Files.move(whole, path.resolve(CLASS_PATH), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Returns the file to which the JVM writes the archive. */
    Path unfinished() {
        return path.resolve(UNFINISHED);
    }

    /**
     * Publishes the recorded archive.
     *
     * @throws IOException if no archive was recorded
     */
    void publish() throws IOException {
        if (Files.notExists(unfinished())) {
            throw new IOException("the JVM has not written an archive");
        }
        Files.move(unfinished(), path.resolve(ArchiveFile.nameFor(unfinished())), StandardCopyOption.ATOMIC_MOVE);
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

    /** Removes the archive and prevents further recordings for a while. */
    void fail(String reason) throws IOException {
        Files.write(path.resolve("failed"), reason.getBytes(StandardCharsets.UTF_8));
        ArchiveFile archive = archive();
        if (archive != null) {
            discard(archive);
        }
    }

    /** Used in place of {@link Files#createTempFile}, which fails if java.io.tmpdir is not a valid path. */
    static Path freshName(Path directory, String prefix) {
        return directory.resolve(
                prefix + Long.toUnsignedString(ThreadLocalRandom.current().nextLong()));
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

            // Guard against race with another pool or process that removes files meanwhile.
            @Override
            public FileVisitResult visitFileFailed(Path gone, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.sum();
    }

    boolean deleteUnlessInUse() throws IOException {
        return UseLock.removeUnlessHeld(path, () -> delete(path));
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
