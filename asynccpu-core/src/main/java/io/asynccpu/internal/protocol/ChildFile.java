package io.asynccpu.internal.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Opens files in a directory to which a child can write, and in which any path may denote anything. */
public final class ChildFile {

    private ChildFile() {}

    /**
     * Creates a file of zeros and returns it open, so that it remains usable if its name is removed.
     *
     * @throws IOException if it cannot be created in its full size; no file remains then
     */
    static FileChannel create(Path file, int size) throws IOException {
        // Written rather than extended: on a full disk a child would crash when it writes to a mapped hole.
        ByteBuffer zeros = ByteBuffer.allocate(size);
        return PrivateFile.create(file, made -> {
            try {
                while (zeros.hasRemaining()) {
                    made.write(zeros);
                }
            } catch (IOException e) {
                throw new IOException(file + " cannot be created: " + e.getMessage(), e);
            }
            return made;
        });
    }

    /** Opens a file for reading and writing, which does not block whatever it is. Does not follow a link. */
    public static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Reads the beginning of a regular file. Does not follow a link. Opens the file for writing, too, because a pipe then opens at once,
     * and reads at a position, which a pipe refuses. So the reader never blocks, even if the path denotes something else than when it was
     * checked.
     *
     * @param atMost the most bytes to read
     * @throws NoSuchFileException if there is no file
     * @throws IOException if it is not a regular file, or cannot be read
     */
    public static byte[] read(Path file, int atMost) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(file.toString());
            }
            throw new IOException(file + " is not a regular file");
        }
        if (!Files.isWritable(file)) {
            // The child's umask may have removed the permissions of its own user.
            Files.setPosixFilePermissions(file, PrivateFile.OF_ITS_USER);
        }
        try (FileChannel channel = open(file)) {
            return read(channel, atMost);
        }
    }

    /** Reads the present content of the file from its beginning. */
    static byte[] read(FileChannel channel, int atMost) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), atMost));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
            // One read may return fewer bytes than there are.
        }
        if (bytes.capacity() == 0) {
            // A pipe reports a size of 0. Reading at a position fails, and thereby detects the pipe.
            channel.read(ByteBuffer.allocate(1), 0);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
