package io.asynccpu.internal.protocol;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files that only this user can open. */
public final class PrivateFile {

    static final Set<PosixFilePermission> OF_ITS_USER = PosixFilePermissions.fromString("rw-------");

    /** Fills a new file. */
    public interface Filling<T> {
        T fill(FileChannel made) throws IOException;
    }

    private PrivateFile() {}

    /**
     * Creates a file, opens it for reading and writing, and leaves it open.
     *
     * @return the result of the filling
     * @throws java.nio.file.FileAlreadyExistsException if the path exists
     * @throws IOException if the file cannot be created or filled; no file remains then
     */
    public static <T> T create(Path file, Filling<T> filling) throws IOException {
        FileChannel made = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OF_ITS_USER));
        try {
            // The umask of this process may have removed the permissions of its own user.
            Files.setPosixFilePermissions(file, OF_ITS_USER);
            return filling.fill(made);
        } catch (IOException | RuntimeException | Error e) {
            try (made) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }
}
