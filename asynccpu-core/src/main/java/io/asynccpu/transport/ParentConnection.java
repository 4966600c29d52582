package io.asynccpu.transport;

import io.asynccpu.protocol.Admission;
import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.Outbox;
import io.asynccpu.protocol.Wire;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The way of a worker to its parent. */
public final class ParentConnection {

    private ParentConnection() {}

    /** Loads what {@link #open} needs; most of it is the random numbers that the JDK wants for names of sockets. */
    public static void prepare() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    public static FrameChannel open(Bootstrap bootstrap) throws IOException {
        // Before the socket: another thread prepares that meanwhile, and the JDK takes as long for its first mapping.
        Outbox outbox = Outbox.map(bootstrap.files().outbox());
        SocketChannel socket =
                SocketChannel.open(UnixDomainSocketAddress.of(bootstrap.files().socket()));
        try {
            FrameChannel channel =
                    new FrameChannel(socket, Integer.MAX_VALUE, Admission.PARENT, outbox, new NothingRemains());
            greet(channel, bootstrap.secret());
            return channel;
        } catch (IOException e) {
            // Not every worker takes its descriptors along when it ends.
            socket.close();
            throw e;
        }
    }

    private static void greet(FrameChannel channel, byte[] secret) throws IOException {
        try {
            channel.send(new Message.Hello(Wire.VERSION, secret));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A parent takes to the grave what it has not written. */
    private static final class NothingRemains implements FrameChannel.Remains {

        @Override
        public ByteBuffer after(long received) {
            return ByteBuffer.allocate(0);
        }
    }
}
