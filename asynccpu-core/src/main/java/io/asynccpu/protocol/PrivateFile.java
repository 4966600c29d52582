package io.asynccpu.protocol;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only this user can open. */
public final class PrivateFile {

    static final Set<PosixFilePermission> OF_ITS_USER = PosixFilePermissions.fromString("rw-------");

    /** What is to be done before a file counts as made. */
    public interface Filling<T> {
        T fill(FileChannel made) throws IOException;
    }

    private PrivateFile() {}

    /**
     * Makes one where there is nothing yet; it is open to read and write, and left so.
     *
     * @return what its filling gives
     * @throws java.nio.file.FileAlreadyExistsException if there is something
     * @throws IOException if it cannot be made or filled; then it is not there
     */
    public static <T> T create(Path file, Filling<T> filling) throws IOException {
        FileChannel made = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OF_ITS_USER));
        try {
            // The mask of this process may have taken away what its own user needs.
            Files.setPosixFilePermissions(file, OF_ITS_USER);
            return filling.fill(made);
        } catch (IOException | RuntimeException e) {
            try (made) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }
}
