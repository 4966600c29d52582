package io.asynccpu.internal.channel;

import io.asynccpu.internal.protocol.Admission;
import io.asynccpu.internal.protocol.ArrayRing;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Outbox;
import io.asynccpu.internal.protocol.ProtocolException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Messages over one connected socket: any thread sends, one thread at a time receives.
 *
 * <p>The socket is non-blocking, since the JDK closes a blocking one when a thread that uses it is interrupted, and senders are users'
 * threads. The two halves, {@link FrameSender} and {@link FrameReceiver}, meet at the {@link ReceiverSelector}.
 */
public final class FrameChannel implements Closeable {

    private final SocketChannel socket;
    private final ReceiverSelector selector;
    private final FrameSender sender;
    private final FrameReceiver receiver;

    /** A channel without shared files. */
    public FrameChannel(SocketChannel socket, long maxPayload, Admission peer) throws IOException {
        this(socket, maxPayload, peer, Outbox.inMemory(), new PeerRemains.None(), null);
    }

    private FrameChannel(
            SocketChannel socket,
            long maxPayload,
            Admission peer,
            Outbox outbox,
            PeerRemains remains,
            ArrayRing.@Nullable Reader arrays)
            throws IOException {
        this.socket = socket;
        try {
            socket.configureBlocking(false);
            selector = new ReceiverSelector(socket);
        } catch (IOException | RuntimeException | Error e) {
            // As when there are no more descriptors, of which the socket is one.
            try (socket) {
                throw e;
            }
        }
        sender = new FrameSender(socket, selector, outbox);
        FrameParser parser =
                new FrameParser(maxPayload, peer, arrays == null ? null : new RingReceiver(arrays, sender));
        receiver = new FrameReceiver(socket, parser, remains, selector, sender);
    }

    /**
     * The parent's end. Takes over the socket, and closes it if the channel cannot be made.
     *
     * @param maxPayload most bytes of a task's result that are accepted from the child
     * @param remains the child's outbox after its death
     */
    static FrameChannel ofParent(SocketChannel socket, long maxPayload, PeerRemains remains) throws IOException {
        return new FrameChannel(socket, maxPayload, Admission.STRANGER, Outbox.inMemory(), remains, null);
    }

    /**
     * The child's end. Takes over the socket, and closes it if the channel cannot be made.
     *
     * @param arrays the ring from which large arrays are taken; null if they come through the socket
     */
    static FrameChannel ofChild(SocketChannel socket, Outbox outbox, ArrayRing.@Nullable Reader arrays)
            throws IOException {
        return new FrameChannel(socket, Integer.MAX_VALUE, Admission.PARENT, outbox, new PeerRemains.None(), arrays);
    }

    /** From now on large arrays pass through the ring. */
    void passArraysThrough(ArrayRing.Writer arrays) {
        sender.passArraysThrough(arrays);
    }

    /**
     * Sends at once, and without ever waiting.
     *
     * @throws IOException if the channel is closed or broken; then nothing of the message reached a living peer
     */
    public void send(Message message) throws IOException {
        sender.send(message, Delivery.IMMEDIATE);
    }

    /**
     * Sends.
     *
     * @throws IOException if the channel is closed or broken; then nothing of the message reached a living peer
     */
    public void send(Message message, Delivery delivery) throws IOException {
        sender.send(message, delivery);
    }

    /** Writes deferred messages. */
    public void flush() throws IOException {
        sender.flush();
    }

    /**
     * Waits for the next message; before it waits it writes deferred messages. Called by one thread at a time.
     *
     * @return null when the peer has closed the connection, or this side has
     * @throws ProtocolException if a malformed frame came
     */
    public @Nullable Message receive() throws IOException {
        return receiver.receive();
    }

    /**
     * The next message if it has come already and ends a task, else null; then {@link #receive} returns the message, or reports the
     * malformed frame. Called by the receiving thread.
     */
    public Message.@Nullable TaskEnd receiveEndNow() {
        return receiver.receiveEndNow();
    }

    /**
     * Waits a short while for a message that ends a task; null if there is none, or another message has come, or the channel has
     * ended: all that is left to {@link #receive}. Called by a thread that stands in for the receiving thread; does not heed an
     * interrupt, nor clear it.
     */
    public Message.@Nullable TaskEnd awaitEnd(long millis) {
        return receiver.awaitEnd(millis);
    }

    /** How many bytes have gone into the socket, and into the ring for arrays. */
    public long bytesSent() {
        return sender.sent();
    }

    /** How many bytes have come out of the socket. */
    public long bytesReceived() {
        return receiver.received();
    }

    /**
     * The peer's process has ended: what it has written is still received, but the end of the stream is not waited for, since a
     * process that the peer has started may hold the socket, too.
     */
    public void peerDied() {
        receiver.peerDied();
    }

    /** Ends a waiting {@link #receive} and every waiting sender. */
    @Override
    public void close() throws IOException {
        sender.close();
        selector.close();
        socket.close();
    }
}
