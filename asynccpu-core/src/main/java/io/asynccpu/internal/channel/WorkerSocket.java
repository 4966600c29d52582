package io.asynccpu.internal.channel;

import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.Wire;
import io.asynccpu.internal.protocol.WorkerPages;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket of the parent for one child. It accepts the leash and the channel of a child that knows the
 * secret, and is then closed: there is nothing left to connect to, not even for another child.
 *
 * <p>Actors: the worker's own thread accepts; any thread closes, which ends the wait. Shared state: the connection that
 * has not sent the secret yet, so that a silent stranger does not outlive {@link #close()}.
 */
public final class WorkerSocket implements Closeable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final byte[] secret = new byte[32];
    private final ServerSocketChannel server;
    // The connection that is being examined.
    private volatile @Nullable Closeable candidate;
    private long pid = -1;

    public WorkerSocket(Path path) throws IOException {
        this.path = path;
        RANDOM.nextBytes(secret);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            // The umask of this process may have removed permissions that the child needs to connect.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException("Nothing can listen at " + path + ": " + e, e);
        }
    }

    public Path path() {
        return path;
    }

    /** The secret that the child must send. */
    public byte[] secret() {
        return secret.clone();
    }

    /**
     * Waits for the child's first connection, the leash, which is never written to: its end tells the child that this
     * JVM is gone. {@link #close()} from another thread ends the wait.
     *
     * @throws java.nio.channels.AsynchronousCloseException if closed meanwhile
     */
    public Closeable acceptLeash() throws IOException {
        while (true) {
            SocketChannel leash = server.accept();
            examine(leash);
            if (knowsSecret(leash)) {
                candidate = null;
                return leash;
            }
            leash.close();
        }
    }

    private void examine(Closeable connection) throws IOException {
        candidate = connection;
        if (!server.isOpen()) {
            // Guard against race with close(), which may have looked for a candidate just before there was one.
            connection.close();
        }
    }

    private boolean knowsSecret(SocketChannel stranger) throws IOException {
        ByteBuffer said = ByteBuffer.allocate(secret.length);
        while (said.hasRemaining()) {
            if (stranger.read(said) < 0) {
                return false;
            }
        }
        return MessageDigest.isEqual(said.array(), secret);
    }

    /**
     * Waits for the child's channel; {@link #close()} from another thread ends the wait.
     *
     * @param maxPayload most bytes of a task's result
     * @param remains the outbox of the child after its death
     * @param pages has the ring for large arrays
     * @throws java.nio.channels.AsynchronousCloseException if closed meanwhile
     */
    public FrameChannel accept(long maxPayload, PeerRemains remains, WorkerPages pages) throws IOException {
        while (true) {
            SocketChannel socket = server.accept();
            FrameChannel channel = FrameChannel.ofParent(socket, maxPayload, remains);
            examine(channel);
            if (isOurChild(channel, pages)) {
                candidate = null;
                close();
                return channel;
            }
            channel.close();
        }
    }

    /** Returns the process id of the accepted child as the child itself sees it, perhaps in a namespace of its own. */
    public long pid() {
        return pid;
    }

    private boolean isOurChild(FrameChannel channel, WorkerPages pages) throws IOException {
        try {
            if (channel.receive() instanceof Message.Hello hello && MessageDigest.isEqual(hello.secret(), secret)) {
                if (hello.version() != Wire.VERSION) {
                    throw new IOException(
                            "The child speaks version " + hello.version() + " of the protocol, the parent "
                                    + Wire.VERSION + ": another asynccpu-core stands on the child's class path");
                }
                pid = hello.pid();
                if (hello.mapsArrays() && pages.hasArrays()) {
                    channel.passArraysThrough(pages.arrays());
                }
                return true;
            }
            return false;
        } catch (ProtocolException notOurs) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Closeable silent = candidate;
        if (silent != null) {
            silent.close();
        }
        Files.deleteIfExists(path);
    }
}
