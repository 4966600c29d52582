package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A published archive. Its name has its length and checksum, because a JVM may crash on a corrupt archive. */
record ArchiveFile(Path path) {

    private static final String PREFIX = "archive-";

    /** Returns the archive in the directory; null if there is none. */
    static @Nullable ArchiveFile find(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .findFirst()
                    .map(ArchiveFile::new)
                    .orElse(null);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** Returns the name under which the file is published. */
    static String nameFor(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        long length = 0;
        byte[] bytes = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                sum.update(bytes, 0, read);
                length += read;
            }
        }
        return PREFIX + length + "-" + Long.toHexString(sum.getValue());
    }

    /** Whether the archive is as it was when it was published. Reads the whole archive. */
    boolean isIntact() throws IOException {
        return path.getFileName().toString().equals(nameFor(path));
    }

    boolean hasItsLength() throws IOException {
        return Files.size(path) == Long.parseLong(path.getFileName().toString().split("-", -1)[1]);
    }
}
