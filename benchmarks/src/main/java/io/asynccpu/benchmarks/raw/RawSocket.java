package io.asynccpu.benchmarks.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One end of a {@link RawPair}. */
final class RawSocket implements AutoCloseable {

    /** The JDK takes an array through a direct buffer that is as large as what it is given at once. */
    private static final int PIECE = 256 << 10;

    private final SocketChannel channel;

    /** Waits for bytes to read; null if reads block. */
    private final @Nullable Selector selector;

    RawSocket(SocketChannel channel, boolean blocking) throws IOException {
        this.channel = channel;
        if (blocking) {
            selector = null;
        } else {
            channel.configureBlocking(false);
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    /** Waits for the first bytes; -1 if the peer has closed. */
    int read(ByteBuffer buffer) throws IOException {
        if (selector != null) {
            selector.select();
            selector.selectedKeys().clear();
        }
        return channel.read(buffer);
    }

    /** False if the peer has closed before the first byte. */
    boolean readFully(ByteBuffer buffer) throws IOException {
        int start = buffer.position();
        while (buffer.hasRemaining()) {
            if (read(buffer) < 0) {
                if (buffer.position() == start) {
                    return false;
                }
                throw new IOException("The raw peer has gone in the middle of a block");
            }
        }
        return true;
    }

    void writeFully(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    byte[] readArray(int length) throws IOException {
        byte[] array = new byte[length];
        for (int start = 0; start < length; start += PIECE) {
            readFully(piece(array, start));
        }
        return array;
    }

    void writeArray(byte[] array) throws IOException {
        for (int start = 0; start < array.length; start += PIECE) {
            writeFully(piece(array, start));
        }
    }

    private static ByteBuffer piece(byte[] array, int start) {
        return ByteBuffer.wrap(array, start, Math.min(PIECE, array.length - start));
    }

    @Override
    public void close() throws IOException {
        try (channel;
                Selector waiting = selector) {
            // Closed in this order, whatever fails.
        }
    }
}
