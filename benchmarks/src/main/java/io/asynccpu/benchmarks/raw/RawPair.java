package io.asynccpu.benchmarks.raw;

import io.asynccpu.benchmarks.measure.Spread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two JVMs with a Unix-domain socket between them and nothing else: blocking, direct buffers, frames of a fixed size.
 * What a pool of processes could reach at best.
 */
public final class RawPair implements AutoCloseable {

    /** How the table calls it. */
    public static final String NAME = "raw socket";

    /** How the table calls it where each side makes a new array for what comes. */
    public static final String NEW_ARRAYS = "raw socket, new arrays";

    /** Bytes of a small frame; the first four are the size of a block that follows, negative for a new array, or 0. */
    static final int FRAME = 64;

    /** The JDK takes an array through a direct buffer that is as large as what it is given at once. */
    private static final int PIECE = 256 << 10;

    private final Path directory;
    private final Process child;
    private final SocketChannel socket;
    private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME);

    private ByteBuffer batch = frame;

    private RawPair(Path directory, Process child, SocketChannel socket) {
        this.directory = directory;
        this.child = child;
        this.socket = socket;
    }

    public static RawPair open() throws IOException {
        Path directory = Files.createTempDirectory("raw-");
        Path path = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Process child = JavaProcess.start(RawChild.class, path.toString());
            // Without a child the wait below would have no end.
            var unused = child.onExit().thenRun(() -> closeUnchecked(server));
            return new RawPair(directory, child, server.accept());
        } finally {
            Files.deleteIfExists(path);
        }
    }

    public long childPid() {
        return child.pid();
    }

    /** Median of so many round trips of a small frame, in microseconds. */
    public double roundTrip(int times) throws IOException {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            writeFully(socket, frame.clear().putInt(0, 0));
            readFully(socket, frame.clear());
            nanos[i] = System.nanoTime() - start;
        }
        return Spread.p50(nanos) / 1e3;
    }

    /** So many small frames there and back, all in one block, in frames a second. */
    public double burst(int frames) throws IOException {
        if (frames * FRAME != batch.capacity()) {
            batch = ByteBuffer.allocateDirect(frames * FRAME);
        }
        return echo(batch) * (1 << 20) / FRAME;
    }

    /** There and back, in MiB of the block a second. */
    public double echo(ByteBuffer block) throws IOException {
        long start = System.nanoTime();
        writeFully(socket, frame.clear().putInt(0, block.capacity()));
        writeFully(socket, block.clear());
        readFully(socket, block.clear());
        return block.capacity() / (double) (1 << 20) / ((System.nanoTime() - start) / 1e9);
    }

    /** As {@link #echo}, but each side makes a new array, as everybody must whose answer is one. */
    public double echoInNewArrays(byte[] block) throws IOException {
        long start = System.nanoTime();
        writeFully(socket, frame.clear().putInt(0, -block.length));
        writeArray(socket, block);
        byte[] back = readArray(socket, block.length);
        return back.length / (double) (1 << 20) / ((System.nanoTime() - start) / 1e9);
    }

    /** From SIGKILL of the child to the end of its stream, in milliseconds; afterwards there is only {@link #close()}. */
    public double killedToEnd() throws IOException {
        long start = System.nanoTime();
        child.destroyForcibly();
        if (readFully(socket, frame.clear())) {
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

    /** False if the peer has closed before the first byte. */
    static boolean readFully(SocketChannel from, ByteBuffer buffer) throws IOException {
        int start = buffer.position();
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                if (buffer.position() == start) {
                    return false;
                }
                throw new IOException("The raw peer has gone in the middle of a block");
            }
        }
        return true;
    }

    static void writeFully(SocketChannel to, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
    }

    static byte[] readArray(SocketChannel from, int length) throws IOException {
        byte[] array = new byte[length];
        for (int start = 0; start < length; start += PIECE) {
            readFully(from, piece(array, start));
        }
        return array;
    }

    static void writeArray(SocketChannel to, byte[] array) throws IOException {
        for (int start = 0; start < array.length; start += PIECE) {
            writeFully(to, piece(array, start));
        }
    }

    private static ByteBuffer piece(byte[] array, int start) {
        return ByteBuffer.wrap(array, start, Math.min(PIECE, array.length - start));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        child.waitFor();
        Files.delete(directory);
    }
}
