package io.asynccpu.internal.channel;

import io.asynccpu.internal.protocol.ArrayRing;
import io.asynccpu.internal.protocol.Bootstrap;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Outbox;
import io.asynccpu.internal.protocol.Wire;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The connections of a child to its parent. */
public final class ParentConnection {

    private ParentConnection() {}

    /** Loads the classes that {@link #open} needs, most of them for the random names that the JDK gives to sockets. */
    public static void prepare() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    /** Opens the connection that the parent never writes to, and closes only by its own end. */
    public static SocketChannel openLeash(Bootstrap bootstrap) throws IOException {
        SocketChannel leash = connect(bootstrap);
        try {
            ByteBuffer secret = ByteBuffer.wrap(bootstrap.secret());
            while (secret.hasRemaining()) {
                leash.write(secret);
            }
            return leash;
        } catch (IOException e) {
            leash.close();
            throw e;
        }
    }

    private static SocketChannel connect(Bootstrap bootstrap) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(bootstrap.files().socket()));
    }

    public static FrameChannel open(Bootstrap bootstrap) throws IOException {
        return open(bootstrap, Outbox.map(bootstrap.files().outbox()));
    }

    /** To be called after {@link #openLeash} in a child process. */
    public static FrameChannel open(Bootstrap bootstrap, Outbox outbox) throws IOException {
        // Before the connection, since its name is gone soon afterwards.
        ArrayRing.@Nullable Reader arrays =
                ArrayRing.Reader.map(bootstrap.files().arrays());
        SocketChannel socket = connect(bootstrap);
        try {
            FrameChannel channel = FrameChannel.ofChild(socket, outbox, arrays);
            long pid = ProcessHandle.current().pid();
            greet(channel, new Message.Hello(Wire.VERSION, bootstrap.secret(), pid, arrays != null));
            return channel;
        } catch (IOException e) {
            // A worker on threads of its parent keeps its descriptors when it ends.
            socket.close();
            throw e;
        }
    }

    private static void greet(FrameChannel channel, Message.Hello hello) throws IOException {
        try {
            channel.send(hello);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
