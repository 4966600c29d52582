package io.asynccpu.internal.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A ring buffer in shared memory through which a parent passes large arrays to a child, piece by piece. The child maps it, so an element
 * is copied once on its side, and the socket carries only a short frame for each piece and one for each piece that the child has taken.
 *
 * <p>It is a file of {@code /dev/shm}, since a write to a disk may block, and is written under the lock of the channel. Its name is
 * removed as soon as both sides have it open, so nothing is left of it when they have died. Until then the parent holds a lock on it, by
 * which others know that it is in use. Where there is no such file, or the child does not see it, or memory is exhausted, arrays pass
 * through the socket.
 *
 * <p>The parent writes to the file and does not map it: a child that cuts the file would otherwise let the parent's thread fail at an
 * access to memory. The other direction has no ring, since a child's task thread cannot wait for the parent's answers while no thread of
 * the child reads.
 */
public final class ArrayRing {

    /** In bytes. Small enough to stay in the processors' caches on the way, large enough that its frames do not count. */
    static final int PIECE = 128 << 10;

    private static final int PIECES = 4;

    static final int SIZE = PIECES * PIECE;

    static final Path DIRECTORY = Path.of("/dev/shm");

    private static final String BEFORE_ID = "-worker-";

    private ArrayRing() {}

    /** Creates the file, in the parent. It takes no memory before its first use. Returns null if there is no shared memory. */
    static @Nullable FileChannel create(Path file) {
        if (directory() == null) {
            return null;
        }
        try {
            return PrivateFile.create(file, made -> {
                if (made.tryLock() == null) {
                    throw new IOException(file + " was locked by somebody else while it was made");
                }
                made.write(ByteBuffer.allocate(1), SIZE - 1L);
                return made;
            });
        } catch (IOException unusable) {
            return null;
        }
    }

    /** Deletes what a dead parent may have left for its workers, if it was killed just then. */
    public static void deleteAllOf(Path poolDirectory) throws IOException {
        Path directory = directory();
        if (directory == null) {
            return;
        }
        String prefix = prefix(poolDirectory);
        // Without a filter, as a child starts faster without lambdas.
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (file.getFileName().toString().startsWith(prefix)) {
                    delete(file);
                }
            }
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException notOurs) {
            // A child has put something else there, which is its own to remove.
        }
    }

    static String prefix(Path poolDirectory) {
        return poolDirectory.getFileName() + BEFORE_ID;
    }

    /** Whether a file of that name is the ring of a worker, of whatever pool. */
    public static boolean isName(Path file) {
        return DIRECTORY.equals(file.getParent())
                && file.getFileName().toString().matches(".+" + BEFORE_ID + "\\d+");
    }

    /** Where all rings are; null unless it is a file system of its own, which on Linux is one in memory. */
    public static @Nullable Path directory() {
        try {
            Object itself = Files.getAttribute(DIRECTORY, "unix:dev");
            return itself.equals(Files.getAttribute(Path.of("/"), "unix:dev")) ? null : DIRECTORY;
        } catch (IOException | UnsupportedOperationException absent) {
            return null;
        }
    }

    /** The parent's end. Guarded by the sender's lock. */
    public static final class Writer {

        private final FileChannel file;
        private @Nullable ByteBuffer piece;
        private int next;
        private int untaken;
        private boolean broken;

        Writer(FileChannel file) {
            this.file = file;
        }

        /** False once the file could not be written, as on a full disk. Arrays then pass through the socket. */
        public boolean isUsable() {
            return !broken;
        }

        public boolean hasRoom() {
            return untaken < PIECES;
        }

        /**
         * Writes the next piece of the array. There must be room.
         *
         * @return false if the file cannot be written; then nothing of the array is taken
         */
        public boolean write(ArrayTransfer array) {
            ByteBuffer buffer = piece();
            // An array may have been queued before another one met the failure.
            if (broken || buffer == null) {
                return false;
            }
            int start = array.position();
            array.moveTo(buffer.clear());
            buffer.flip();
            try (DeferredInterrupt deferred = new DeferredInterrupt()) {
                long position = (long) next * PIECE;
                while (buffer.hasRemaining()) {
                    position += file.write(buffer, position);
                }
                next = (next + 1) % PIECES;
                untaken++;
            } catch (IOException fullOrClosed) {
                broken = true;
                array.returnTo(start);
            }
            return !broken;
        }

        /** Null if there is no memory outside of the heap. */
        private @Nullable ByteBuffer piece() {
            try {
                if (piece == null && !broken) {
                    piece = ByteBuffer.allocateDirect(PIECE);
                }
            } catch (OutOfMemoryError noMemory) {
                broken = true;
            }
            return piece;
        }

        /** The child has taken a piece. */
        public void taken() throws ProtocolException {
            if (untaken == 0) {
                throw new ProtocolException("More pieces of arrays were taken than were sent");
            }
            untaken--;
        }
    }

    /** The child's end. Used by the receiving thread only. */
    public static final class Reader {

        private final ByteBuffer ring;
        private int next;

        private Reader(ByteBuffer ring) {
            this.ring = ring;
        }

        /** Maps the file, in the child, and removes its name. Returns null if it cannot. */
        public static @Nullable Reader map(Path file) {
            try (FileChannel channel = ChildFile.open(file)) {
                Reader reader = new Reader(channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE));
                delete(file);
                return reader;
            } catch (IOException notVisibleHere) {
                return null;
            }
        }

        /** Reads the next piece into the array. */
        public void read(ArrayTransfer array) {
            array.takeFrom(ring.slice(next * PIECE, PIECE));
            next = (next + 1) % PIECES;
        }
    }
}
