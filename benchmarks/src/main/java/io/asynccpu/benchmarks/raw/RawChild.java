package io.asynccpu.benchmarks.raw;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The other side of {@link RawPair}: sends back each frame, or the block that the frame announces. */
public final class RawChild {

    private RawChild() {}

    public static void main(String[] args) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[0])));
        try (RawSocket socket = new RawSocket(channel, Boolean.parseBoolean(args[1]))) {
            ByteBuffer frame = ByteBuffer.allocateDirect(RawPair.FRAME);
            ByteBuffer block = frame;
            while (socket.readFully(frame.clear())) {
                int announced = frame.getInt(0);
                if (announced == 0) {
                    socket.writeFully(frame.flip());
                    continue;
                }
                if (announced == RawPair.BURST) {
                    answer(socket, frame.getInt(4), frame.getInt(8));
                    continue;
                }
                if (announced < 0) {
                    socket.writeArray(socket.readArray(-announced));
                    continue;
                }
                block = block.capacity() == announced ? block : ByteBuffer.allocateDirect(announced);
                // Whole before it is sent back, as a task's argument is.
                socket.readFully(block.clear());
                socket.writeFully(block.flip());
            }
        }
    }

    /** Answers each frame by one; the answers to what has come together leave together. */
    private static void answer(RawSocket socket, int frames, int size) throws IOException {
        ByteBuffer questions = ByteBuffer.allocateDirect(RawPair.BATCH);
        ByteBuffer answers = ByteBuffer.allocateDirect(RawPair.BATCH);
        byte[] one = new byte[size];
        for (int left = frames; left > 0; ) {
            socket.read(questions);
            questions.flip();
            for (; questions.remaining() >= size; left--) {
                questions.get(one);
                answers.put(one);
            }
            questions.compact();
            socket.writeFully(answers.flip());
            answers.clear();
        }
    }
}
