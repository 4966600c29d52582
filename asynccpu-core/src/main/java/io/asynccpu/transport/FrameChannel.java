package io.asynccpu.transport;

import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import io.asynccpu.protocol.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages over one connected socket: any thread sends, one thread receives.
 *
 * <p>A sender writes by itself what the socket takes at once; the rest is left to the receiving thread. So no sender ever
 * blocks on a peer that does not read, and frames that meet leave in one system call. The socket is non-blocking for a
 * second reason: a blocking one is closed by the JDK when a thread that uses it is interrupted, and senders are users'
 * threads.
 */
public final class FrameChannel implements Closeable {

    /** What may wait to be written before {@link #sendWhenRoom} makes its caller wait. */
    private static final long HIGH_WATER = 1 << 20;

    private static final long LOOK_FOR_ROOM = TimeUnit.MILLISECONDS.toNanos(10);

    private final SocketChannel socket;
    private final Selector selector;
    private final SelectionKey key;
    private final FrameParser parser;

    private final ReentrantLock sendLock = new ReentrantLock();
    private final Condition drained = sendLock.newCondition();
    // Guarded by sendLock.
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(64 << 10);
    private long unsentBytes;
    private boolean closed;

    private volatile @Nullable Thread receiver;

    /**
     * @param maxFrame longest frame that is accepted from the peer
     */
    public FrameChannel(SocketChannel socket, long maxFrame) throws IOException {
        this.socket = socket;
        this.parser = new FrameParser(maxFrame);
        Selector opened = null;
        try {
            socket.configureBlocking(false);
            opened = Selector.open();
            this.selector = opened;
            this.key = socket.register(opened, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException | Error e) {
            // As when there are no more descriptors, of which the socket is one.
            try (socket;
                    Selector closed = opened) {
                throw e;
            }
        }
    }

    /**
     * Sends without ever waiting.
     *
     * @throws IOException if the channel is closed or broken; then nothing of the message reached a living peer
     */
    public void send(Message message) throws IOException {
        ByteBuffer frame = Wire.encode(message);
        sendLock.lock();
        try {
            enqueue(frame);
        } finally {
            sendLock.unlock();
        }
    }

    /** Sends, and while too much is waiting to be written makes the caller wait, uninterruptibly. */
    public void sendWhenRoom(Message message) throws IOException {
        ByteBuffer frame = Wire.encode(message);
        sendLock.lock();
        try {
            // The receiving thread is the one that drains, so it must not wait for itself.
            while (unsentBytes > HIGH_WATER && !closed && Thread.currentThread() != receiver) {
                // That thread may be busy elsewhere, as while a worker starts; so look for room now and then.
                awaitDrained();
                write();
            }
            enqueue(frame);
        } finally {
            sendLock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // The caller's loop looks again.
    private void awaitDrained() {
        boolean interrupted = Thread.interrupted();
        try {
            drained.awaitNanos(LOOK_FOR_ROOM);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        // Kept for whom it is meant; what is sent does not depend on it.
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(ByteBuffer frame) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        unsent.add(frame);
        unsentBytes += frame.remaining();
        write();
    }

    /** Caller holds sendLock. */
    private void write() throws IOException {
        try {
            writeWhatTheSocketTakes();
        } catch (IOException peerIsGone) {
            stopSending();
            throw peerIsGone;
        }
    }

    private void stopSending() {
        closed = true;
        unsent.clear();
        unsentBytes = 0;
        drained.signalAll();
    }

    private void writeWhatTheSocketTakes() throws IOException {
        while (unsentBytes > 0) {
            fillOutgoing();
            outgoing.flip();
            unsentBytes -= socket.write(outgoing);
            boolean socketFull = outgoing.hasRemaining();
            outgoing.compact();
            if (socketFull) {
                awaitWritable();
                return;
            }
        }
        drained.signalAll();
    }

    private void fillOutgoing() {
        while (outgoing.hasRemaining() && !unsent.isEmpty()) {
            ByteBuffer frame = unsent.element();
            int bytes = Math.min(frame.remaining(), outgoing.remaining());
            outgoing.put(frame.slice(frame.position(), bytes));
            frame.position(frame.position() + bytes);
            if (!frame.hasRemaining()) {
                unsent.remove();
            }
        }
    }

    private void awaitWritable() {
        if (unsentBytes <= HIGH_WATER) {
            drained.signalAll();
        }
        if ((key.interestOpsOr(SelectionKey.OP_WRITE) & SelectionKey.OP_WRITE) == 0) {
            selector.wakeup();
        }
    }

    /**
     * Waits for the next message. Called by one thread at a time.
     *
     * @return null when the peer has closed the connection, or this side has
     * @throws ProtocolException if what came is no message
     */
    public @Nullable Message receive() throws IOException {
        receiver = Thread.currentThread();
        try {
            while (true) {
                byte[] frame = parser.next();
                if (frame != null) {
                    return Wire.decode(frame);
                }
                int read = read();
                if (read < 0) {
                    return null;
                }
                parser.received(read);
                if (read == 0) {
                    awaitReadable();
                }
            }
        } catch (ClosedChannelException | ClosedSelectorException | CancelledKeyException closedHere) {
            return null;
        }
    }

    /** A reset is an end, too: it comes after all data, from a peer that died with something unread. */
    private int read() throws ClosedChannelException {
        try {
            return socket.read(parser.target());
        } catch (ClosedChannelException closedHere) {
            throw closedHere;
        } catch (IOException reset) {
            return -1;
        }
    }

    private void awaitReadable() throws IOException {
        selector.select();
        // Whoever interrupted this thread must not make it spin.
        Thread.interrupted();
        if (key.isValid() && key.isWritable()) {
            sendLock.lock();
            try {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                write();
            } catch (IOException peerIsGone) {
                // What the peer sent before it went is still to be read; then the end of the stream tells.
                selector.selectedKeys().clear();
            } finally {
                sendLock.unlock();
            }
        }
        selector.selectedKeys().clear();
    }

    /** Ends a waiting {@link #receive} and every waiting sender. */
    @Override
    public void close() throws IOException {
        sendLock.lock();
        try {
            stopSending();
        } finally {
            sendLock.unlock();
        }
        selector.close();
        socket.close();
    }
}
