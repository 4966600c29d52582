package io.asynccpu.benchmarks.raw;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The other side of {@link RawPair}: sends back each frame, or the block that the frame announces. */
public final class RawChild {

    private RawChild() {}

    public static void main(String[] args) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(Path.of(args[0])));
            ByteBuffer frame = ByteBuffer.allocateDirect(RawPair.FRAME);
            ByteBuffer block = frame;
            while (RawPair.readFully(socket, frame.clear())) {
                int announced = frame.getInt(0);
                if (announced == 0) {
                    RawPair.writeFully(socket, frame.flip());
                    continue;
                }
                if (announced < 0) {
                    RawPair.writeArray(socket, RawPair.readArray(socket, -announced));
                    continue;
                }
                block = block.capacity() == announced ? block : ByteBuffer.allocateDirect(announced);
                // Whole before it is sent back, as a task's argument is.
                RawPair.readFully(socket, block.clear());
                RawPair.writeFully(socket, block.flip());
            }
        }
    }
}
