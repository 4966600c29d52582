package io.asynccpu.transport;

import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.Outbox;
import io.asynccpu.protocol.Wire;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The child's way to its parent. */
public final class ParentConnection {

    private ParentConnection() {}

    /** Loads what {@link #open} needs; most of it is the random numbers that the JDK wants for names of sockets. */
    public static void prepare() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    public static FrameChannel open(Bootstrap bootstrap) throws IOException {
        SocketChannel socket =
                SocketChannel.open(UnixDomainSocketAddress.of(bootstrap.files().socket()));
        FrameChannel channel = new FrameChannel(
                socket, Integer.MAX_VALUE, Outbox.map(bootstrap.files().outbox()), new NothingRemains());
        channel.send(new Message.Hello(
                Wire.VERSION, bootstrap.secret(), ProcessHandle.current().pid()));
        return channel;
    }

    /** A parent takes to the grave what it has not written. */
    private static final class NothingRemains implements FrameChannel.Remains {

        @Override
        public ByteBuffer after(long received) {
            return ByteBuffer.allocate(0);
        }
    }
}
