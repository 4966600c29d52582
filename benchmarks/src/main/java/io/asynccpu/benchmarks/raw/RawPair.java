package io.asynccpu.benchmarks.raw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Two JVMs with a Unix-domain socket between them and nothing else: direct buffers, frames of a fixed size. What a pool of
 * processes could reach at best.
 */
public final class RawPair implements AutoCloseable {

    /** How the table calls it. */
    public static final String NAME = "raw socket";

    /** How the table calls it where both ends are non-blocking, as a pool's are: each waits at a selector before it reads. */
    public static final String SELECTORS = "raw socket, selectors";

    /** How the table calls it where each frame is answered by one. */
    public static final String FRAMES = "raw socket, frame by frame";

    /** How the table calls it where each side makes a new array for what comes. */
    public static final String NEW_ARRAYS = "raw socket, new arrays";

    /**
     * Bytes of a small frame; the first four are the size of a block that follows, negative for a new array, or 0, or
     * {@link #BURST}.
     */
    static final int FRAME = 64;

    /** Announces frames that are answered one by one; their number and size stand behind. */
    static final int BURST = Integer.MIN_VALUE;

    /** How much is written or read at once in a burst, at most: as much as a socket holds. */
    static final int BATCH = 256 << 10;

    private final Path directory;
    private final Process child;
    private final RawSocket socket;
    private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME);

    private ByteBuffer batch = frame;

    private RawPair(Path directory, Process child, RawSocket socket) {
        this.directory = directory;
        this.child = child;
        this.socket = socket;
    }

    public static RawPair open() throws IOException {
        return open(true);
    }

    /** See {@link #SELECTORS}; for round trips only. */
    public static RawPair openNonBlocking() throws IOException {
        return open(false);
    }

    private static RawPair open(boolean blocking) throws IOException {
        Path directory = Files.createTempDirectory("raw-");
        Path path = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Process child = JavaProcess.start(RawChild.class, path.toString(), Boolean.toString(blocking));
            // Without a child the wait below would have no end.
            var unused = child.onExit().thenRun(() -> closeUnchecked(server));
            return new RawPair(directory, child, new RawSocket(server.accept(), blocking));
        } finally {
            Files.deleteIfExists(path);
        }
    }

    public long childPid() {
        return child.pid();
    }

    /** A small frame there and back; returns the value that has come back. */
    public int exchange(int value) {
        try {
            socket.writeFully(frame.clear().putInt(0, 0).putInt(Integer.BYTES, value));
            socket.readFully(frame.clear());
            return frame.getInt(Integer.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many small frames there and back, all in one block, in frames a second. */
    public double burst(int frames) throws IOException {
        if (frames * FRAME != batch.capacity()) {
            batch = ByteBuffer.allocateDirect(frames * FRAME);
        }
        return echo(batch) * (1 << 20) / FRAME;
    }

    /** So many frames of that size, each of which is answered by one, in frames a second. */
    public double burst(int frames, int size) throws IOException {
        long start = System.nanoTime();
        socket.writeFully(frame.clear().putInt(0, BURST).putInt(4, frames).putInt(8, size));
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> writeFrames(frames, size));
        ByteBuffer answers = ByteBuffer.allocateDirect(BATCH);
        for (int number = 0; number < frames; ) {
            socket.read(answers);
            answers.flip();
            for (; answers.remaining() >= size; answers.position(answers.position() + size)) {
                if (answers.getInt(answers.position() + Integer.BYTES) != number++) {
                    throw new IllegalStateException("The raw peer has answered another frame");
                }
            }
            answers.compact();
        }
        written.join();
        return frames / ((System.nanoTime() - start) / 1e9);
    }

    /** Their size and their number, and zeros. */
    private void writeFrames(int frames, int size) {
        ByteBuffer batch = ByteBuffer.allocateDirect(BATCH);
        try {
            for (int number = 0; number < frames; batch.clear()) {
                for (; number < frames && batch.remaining() >= size; number++) {
                    int end = batch.position() + size;
                    batch.putInt(size).putInt(number).position(end);
                }
                socket.writeFully(batch.flip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** There and back, in MiB of the block a second. */
    public double echo(ByteBuffer block) throws IOException {
        long start = System.nanoTime();
        socket.writeFully(frame.clear().putInt(0, block.capacity()));
        socket.writeFully(block.clear());
        socket.readFully(block.clear());
        return block.capacity() / (double) (1 << 20) / ((System.nanoTime() - start) / 1e9);
    }

    /** As {@link #echo}, but each side makes a new array, as everybody must whose answer is one. */
    public double echoInNewArrays(byte[] block) throws IOException {
        long start = System.nanoTime();
        socket.writeFully(frame.clear().putInt(0, -block.length));
        socket.writeArray(block);
        byte[] back = socket.readArray(block.length);
        return back.length / (double) (1 << 20) / ((System.nanoTime() - start) / 1e9);
    }

    /** From SIGKILL of the child to the end of its stream, in milliseconds; afterwards there is only {@link #close()}. */
    public double killedToEnd() throws IOException {
        long start = System.nanoTime();
        child.destroyForcibly();
        if (socket.readFully(frame.clear())) {
            throw new IllegalStateException("The raw peer has said something without being asked");
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static void closeUnchecked(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        child.waitFor();
        Files.delete(directory);
    }
}
