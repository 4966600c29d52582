package io.asynccpu.internal.launch.sandbox;

import io.asynccpu.internal.protocol.ChildFile;
import io.asynccpu.internal.protocol.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Takes a file out of a child's own file system, which the kernel shows below {@code /proc/<pid>/root}. The child may alter it meanwhile. */
public final class FileBehindWall {

    private FileBehindWall() {}

    /**
     * Moves a file of the child.
     *
     * @param pid of the child's JVM
     * @param file as the child sees it
     * @param atMost the most bytes; a file with holes may claim any size
     * @param target does not exist; only this user can read it then
     * @throws IOException if there is no such file, it is larger or cannot be read; a part of it may be in the target
     */
    public static void move(long pid, Path file, long atMost, Path target) throws IOException {
        Path seenFromHere = Path.of("/proc/" + pid + "/root" + file);
        if (!Files.isRegularFile(seenFromHere, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(seenFromHere);
            throw new IOException(file + " is not a regular file");
        }
        try (FileChannel in = ChildFile.open(seenFromHere);
                FileChannel out = PrivateFile.create(target, made -> made)) {
            long size = in.size();
            if (size > atMost) {
                throw new IOException(
                        file + " has " + size + " bytes, more than the " + atMost + " of its file system");
            }
            for (long at = 0; at < size; ) {
                long copied = in.transferTo(at, size - at, out);
                if (copied <= 0) {
                    throw new IOException(file + " was cut to " + at + " bytes");
                }
                at += copied;
            }
        } finally {
            Files.deleteIfExists(seenFromHere);
        }
    }
}
