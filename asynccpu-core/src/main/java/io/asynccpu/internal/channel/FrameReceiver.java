package io.asynccpu.internal.channel;

import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a channel: bytes of the socket become messages.
 *
 * <p>Actors: one thread at a time, the receiving thread or a thread that stands in for it. Before that thread waits it writes what
 * senders have left to it. Shared state: only whether the peer's process has ended, which another thread reports, and the count of
 * bytes; the rest belongs to the thread that receives, and is handed over with the right to receive.
 */
final class FrameReceiver {

    private final SocketChannel socket;
    private final FrameParser parser;
    private final PeerRemains remains;
    private final ReceiverSelector selector;
    private final FrameSender sender;

    private volatile boolean peerIsDead;

    /** Written by the receiving thread, read by all. */
    private volatile long received;

    // Used by the receiving thread only.
    private @Nullable ByteBuffer rest;
    private byte @Nullable [] unread;
    /** Met by a thread that reads ends only; for {@link #receive}. */
    private @Nullable ProtocolException malformed;

    FrameReceiver(
            SocketChannel socket,
            FrameParser parser,
            PeerRemains remains,
            ReceiverSelector selector,
            FrameSender sender) {
        this.socket = socket;
        this.parser = parser;
        this.remains = remains;
        this.selector = selector;
        this.sender = sender;
    }

    /** See {@link FrameChannel#receive()}. */
    @Nullable
    Message receive() throws IOException {
        try {
            while (true) {
                byte[] frame = nextFrame();
                if (frame != null) {
                    return parser.decode(frame);
                }
                sender.flushForReceiver();
                int read = read(true);
                if (read < 0) {
                    return null;
                }
                if (read == 0) {
                    awaitReadable(0);
                    // An interrupt of this thread must not make it spin.
                    Thread.interrupted();
                }
            }
        } catch (ClosedChannelException | ClosedSelectorException | CancelledKeyException closedHere) {
            return null;
        }
    }

    /** See {@link FrameChannel#receiveEndNow()}. */
    Message.@Nullable TaskEnd receiveEndNow() {
        try {
            byte[] frame = nextFrame();
            unread = frame;
            if (frame == null || !Wire.isTaskEnd(frame)) {
                return null;
            }
            Message.TaskEnd end = (Message.TaskEnd) parser.decode(frame);
            unread = null;
            return end;
        } catch (ProtocolException e) {
            malformed = e;
            return null;
        }
    }

    /** See {@link FrameChannel#awaitEnd}. */
    Message.@Nullable TaskEnd awaitEnd(long millis) {
        try {
            Message.TaskEnd end = receiveEndNow();
            boolean waited = false;
            while (end == null && unread == null && malformed == null) {
                sender.flushForReceiver();
                int read = read(false);
                if (read < 0 || (read == 0 && waited)) {
                    return null;
                }
                if (read == 0) {
                    waited = true;
                    awaitReadable(millis);
                }
                end = receiveEndNow();
            }
            return end;
        } catch (IOException | ClosedSelectorException | CancelledKeyException forReceiver) {
            // The receiving thread meets the same.
            return null;
        }
    }

    private byte @Nullable [] nextFrame() throws ProtocolException {
        if (malformed != null) {
            throw malformed;
        }
        byte[] frame = unread;
        unread = null;
        while (frame == null && (frame = parser.next()) != null && Wire.isTaken(frame)) {
            sender.pieceWasTaken();
            frame = null;
        }
        return frame;
    }

    /**
     * -1 when all has come, including what the peer had only put into its outbox.
     *
     * @param toTheEnd false to leave the outbox to the receiving thread: an interrupt of another thread would close the file
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // By the receiving thread.
    private int read(boolean toTheEnd) throws IOException {
        ByteBuffer left = rest;
        if (left == null) {
            // Read before the socket is: all that a dead peer has written is there.
            boolean nothingComes = peerIsDead;
            int read;
            try {
                read = socket.read(parser.target());
            } catch (ClosedChannelException closedHere) {
                throw closedHere;
            } catch (IOException reset) {
                // An end, too: a reset comes after all data, from a peer that died before it had read everything.
                read = -1;
            }
            parser.received();
            received += Math.max(0, read);
            if (read > 0 || (read == 0 && !nothingComes)) {
                return read;
            }
            if (!toTheEnd) {
                return -1;
            }
            left = remains.after(received);
            rest = left;
        }
        ByteBuffer target = parser.target();
        int length = Math.min(target.remaining(), left.remaining());
        target.put(left.slice(left.position(), length));
        left.position(left.position() + length);
        parser.received();
        return length == 0 ? -1 : length;
    }

    /**
     * Also returns when a sender has left something to this thread.
     *
     * @param millis 0 for no limit
     */
    private void awaitReadable(long millis) throws IOException {
        selector.await(millis);
        if (selector.hasRoom()) {
            sender.writeForSenders();
        }
        selector.clear();
    }

    /** How many bytes have come out of the socket. */
    long received() {
        return received;
    }

    void peerDied() {
        peerIsDead = true;
        selector.wakeup();
    }
}
