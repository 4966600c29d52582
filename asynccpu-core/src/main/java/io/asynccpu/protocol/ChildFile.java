package io.asynccpu.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads what a child left in a place that it can write to, and where it may have put anything. */
public final class ChildFile {

    private ChildFile() {}

    /**
     * Reads the beginning of a regular file. A link is not followed. Opened for writing, too, because a pipe then opens at
     * once, and read at a position, which a pipe refuses: so nothing that stands there can make the reader wait, and
     * nothing is checked first that could be another thing a moment later.
     *
     * @param atMost this many bytes
     * @throws java.nio.file.NoSuchFileException if there is nothing
     * @throws IOException if it is no regular file, or cannot be read
     */
    public static byte[] read(Path file, int atMost) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
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
}
