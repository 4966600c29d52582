package io.asynccpu.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Files in a place that a child can write to, and where it may have put anything. */
public final class ChildFile {

    private ChildFile() {}

    /**
     * Makes a file of zeros where there is nothing yet, and gives it opened: its maker goes on by that, whatever becomes of
     * the name.
     *
     * @throws IOException if it cannot be made whole, with its name; then it is not there
     */
    static FileChannel create(Path file, int size) throws IOException {
        // Written, not only as long as that: where the disk is full a child that maps holes would crash.
        ByteBuffer zeros = ByteBuffer.allocate(size);
        return PrivateFile.create(file, made -> {
            try {
                while (zeros.hasRemaining()) {
                    made.write(zeros);
                }
            } catch (IOException e) {
                throw new IOException(file + " cannot be made: " + e.getMessage(), e);
            }
            return made;
        });
    }

    /** What stands there, for both, since that never waits, whatever it is. A link is not followed. */
    public static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Reads the beginning of a regular file. A link is not followed. Opened for writing, too, because a pipe then opens at
     * once, and read at a position, which a pipe refuses: so nothing that stands there can make the reader wait, also if it
     * was another thing when it was looked at.
     *
     * @param atMost this many bytes
     * @throws NoSuchFileException if there is nothing
     * @throws IOException if it is no regular file, or cannot be read
     */
    public static byte[] read(Path file, int atMost) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(file.toString());
            }
            throw new IOException(file + " is no regular file");
        }
        if (!Files.isWritable(file)) {
            // The child's mask may have taken away what its own user needs.
            Files.setPosixFilePermissions(file, PrivateFile.OF_ITS_USER);
        }
        try (FileChannel channel = open(file)) {
            return read(channel, atMost);
        }
    }

    /** What stands in the file now, from its beginning. */
    static byte[] read(FileChannel channel, int atMost) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), atMost));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
            // One read may give less than there is.
        }
        if (bytes.capacity() == 0) {
            // A pipe says that it is empty; only this makes it say what it is.
            channel.read(ByteBuffer.allocate(1), 0);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
