package io.asynccpu.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fresh directory that only this user can open: sockets, argument files and crash reports of one pool. Deleted with all
 * that is in it when the pool ends; by the pool, or by a child if the parent was killed. The parent holds a lock on a file
 * in it, which the kernel releases with the parent's death and not before.
 */
public final class PrivateDirectory implements Closeable {

    /** The kernel's limit for a socket's path is 108 bytes on Linux and 104 on macOS, both with a zero at the end. */
    private static final int LONGEST_SOCKET_PATH = 103;

    private static final String LONGEST_NAME = "/asynccpu-4194304-12345678901234567890/worker-2147483647.sock";
    private static final String PREFIX = "asynccpu-";
    private static final String OWNER = "owner";
    private static final Logger LOG = LoggerFactory.getLogger(PrivateDirectory.class);

    private final Path path;
    private final FileChannel owner;

    private PrivateDirectory(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    private static PrivateDirectory own(Path made) throws IOException {
        Path file = made.resolve(OWNER);
        FileChannel owner = null;
        try {
            owner = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Not lock(), which would fail on a thread that is interrupted. Guard against race with another JVM's
            // sweep,
            // which may have come between the making of the file and its lock.
            if (owner.tryLock() == null || Files.notExists(file)) {
                throw new IOException(made + " was swept away while it was made");
            }
            return new PrivateDirectory(made, owner);
        } catch (IOException | RuntimeException e) {
            // As when there are no more descriptors; so it is not listed first, which takes one.
            try (FileChannel closed = owner) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(made);
            }
            throw e;
        }
    }

    /**
     * Makes it below {@code java.io.tmpdir} or, where that path is too long for a socket, below another usual place.
     *
     * @throws IOException if there is no place for it; says which were tried
     */
    public static PrivateDirectory create() throws IOException {
        List<String> refused = new ArrayList<>();
        List<Path> tries = new ArrayList<>(candidates());
        // A second time, for the one that lost a race.
        tries.addAll(candidates());
        for (Path parent : tries) {
            if ((parent + LONGEST_NAME).getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
                refused.add(parent + " (too long for the path of a socket)");
                continue;
            }
            try {
                sweep(parent);
                return own(Files.createTempDirectory(
                        parent,
                        PREFIX + ProcessHandle.current().pid() + "-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
            } catch (IOException e) {
                refused.add(parent + " (" + e + ")");
            }
        }
        throw new IOException("No directory for the sockets of a process pool: " + String.join(", ", refused)
                + ". Set the system property java.io.tmpdir to a short, writable directory");
    }

    private static List<Path> candidates() {
        return Stream.of(System.getProperty("java.io.tmpdir"), System.getenv("XDG_RUNTIME_DIR"), "/tmp")
                .filter(Objects::nonNull)
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .distinct()
                .toList();
    }

    /** Removes what parents left that were killed while they had no child to do it. */
    private static void sweep(Path parent) {
        String own = PREFIX + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(parent)) {
            // Never this JVM's own: the kernel drops a process's lock as soon as it closes the file anywhere.
            files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .filter(file -> !file.getFileName().toString().startsWith(own))
                    .forEach(PrivateDirectory::deleteIfAbandoned);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("{} was not searched for directories of dead process pools", parent, e);
        }
    }

    private static void deleteIfAbandoned(Path directory) {
        try (FileChannel owner = FileChannel.open(directory.resolve(OWNER), StandardOpenOption.WRITE)) {
            if (owner.tryLock() != null) {
                delete(directory);
            }
        } catch (IOException e) {
            // Another user's, or one that is being made or deleted right now.
            LOG.trace("{} is not ours to delete", directory, e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try (owner) {
            delete(path);
        }
    }

    /**
     * In a child: waits until the parent is dead and then deletes what it left. Several children may do so at a time; the
     * lock lets in one after the other.
     */
    public static void deleteAfterOwner(Path directory) throws IOException {
        try (FileChannel owner = FileChannel.open(directory.resolve(OWNER), StandardOpenOption.WRITE)) {
            owner.lock();
            delete(directory);
        }
    }

    /** A child may have made directories and links in it; links are not followed. */
    private static void delete(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // Gone already, by another child that does the same; else deleting says why not.
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
