package io.asynccpu.internal.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the contents of a directory to which tasks could write, whatever they have put there.
 *
 * <p>Links are not followed, and no file is reached through a path that another process could replace meanwhile: each
 * file is named relative to a directory that is held open. A directory is moved to the top before it is deleted, so a
 * tree may be deeper than any path or any number of open files; a directory that cannot be moved, such as the root of
 * another file system, stays.
 */
final class RecursiveDeletion {

    static final Set<PosixFilePermission> ALL_FOR_OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final SecureDirectoryStream<Path> top;
    private final Path path;
    private final String movedPrefix =
            "removed-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";
    private long moved;
    private int deleted;
    private @Nullable IOException obstacle;

    private RecursiveDeletion(SecureDirectoryStream<Path> top, Path path) {
        this.top = top;
        this.path = path;
    }

    /**
     * Deletes a file, or a directory with its contents; does nothing if there is none.
     *
     * @throws IOException if a file cannot be deleted; all others are
     */
    static void delete(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            empty(file, null);
        }
        Files.deleteIfExists(file);
    }

    /**
     * @param spared is left for later: a name in the directory itself
     */
    static void empty(Path directory, @Nullable String spared) throws IOException {
        BasicFileAttributes found =
                Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        unlock(directory, Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(directory)) {
            if (opened instanceof SecureDirectoryStream<Path> held) {
                // Guard against race with a link that another process puts in its place.
                if (!Objects.equals(attributes(held, null).fileKey(), found.fileKey())) {
                    throw new NotDirectoryException(directory.toString());
                }
                empty(held, directory, spared);
                return;
            }
        }
        emptyByPaths(directory, spared);
    }

    /** @param path of the directory, for operations that only a path allows */
    static void empty(SecureDirectoryStream<Path> held, Path path, @Nullable String spared) throws IOException {
        RecursiveDeletion removal = new RecursiveDeletion(held, path);
        do {
            removal.deleted = 0;
            removal.obstacle = null;
            removal.pass(spared);
        } while (removal.deleted > 0);
        if (removal.obstacle != null) {
            throw removal.obstacle;
        }
    }

    /** Once through all that is in the top directory now; what comes up to it meanwhile may wait for the next time. */
    private void pass(@Nullable String spared) {
        try (SecureDirectoryStream<Path> entries = open(top, Path.of("."))) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (!name.toString().equals(spared)) {
                    remove(name);
                }
            }
        } catch (IOException e) {
            obstacle = e;
        } catch (DirectoryIteratorException e) {
            obstacle = e.getCause();
        }
    }

    private void remove(Path name) {
        try {
            if (attributes(top, name).isDirectory()) {
                takeApart(moveUp(top, path, name));
            } else {
                top.deleteFile(name);
            }
            deleted++;
        } catch (IOException e) {
            // Unless somebody else does the same.
            obstacle = e instanceof NoSuchFileException ? obstacle : e;
        }
    }

    private Path moveUp(SecureDirectoryStream<Path> from, Path fromPath, Path name) throws IOException {
        unlock(fromPath.resolve(name), attributes(from, name).permissions());
        Path fresh = Path.of(movedPrefix + moved++);
        from.move(name, top, fresh);
        return fresh;
    }

    private void takeApart(Path name) throws IOException {
        IOException failure = null;
        try (SecureDirectoryStream<Path> entries = open(top, name)) {
            for (Path entry : entries) {
                Path inner = entry.getFileName();
                try {
                    if (attributes(entries, inner).isDirectory()) {
                        moveUp(entries, path.resolve(name), inner);
                    } else {
                        entries.deleteFile(inner);
                    }
                } catch (IOException e) {
                    // Unless somebody else does the same.
                    failure = e instanceof NoSuchFileException ? failure : e;
                }
            }
        } catch (DirectoryIteratorException e) {
            failure = e.getCause();
        }
        if (failure != null) {
            throw failure;
        }
        top.deleteDirectory(name);
    }

    private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> in, Path name) throws IOException {
        return in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * @param name null for the directory itself
     */
    static PosixFileAttributes attributes(SecureDirectoryStream<Path> in, @Nullable Path name) throws IOException {
        return (name == null
                        ? in.getFileAttributeView(PosixFileAttributeView.class)
                        : in.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS))
                .readAttributes();
    }

    /** Restores the owner's permissions. By path, since the directory cannot be opened. */
    private static void unlock(Path directory, Set<PosixFilePermission> permissions) throws IOException {
        if (!permissions.containsAll(ALL_FOR_OWNER)) {
            Files.setPosixFilePermissions(directory, ALL_FOR_OWNER);
        }
    }

    /** For systems on which files cannot be named relative to an open directory. */
    private static void emptyByPaths(Path directory, @Nullable String spared) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!(directory.equals(file.getParent())
                        && file.getFileName().toString().equals(spared))) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // Deleted already, by another child; otherwise deleting says why not.
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (!visited.equals(directory)) {
                    Files.deleteIfExists(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
