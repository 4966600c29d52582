package io.asynccpu.transport;

import io.asynccpu.concurrent.VirtualThreads;
import io.asynccpu.protocol.Admission;
import io.asynccpu.protocol.ArrayKind;
import io.asynccpu.protocol.ArrayTransfer;
import io.asynccpu.protocol.Frame;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.Outbox;
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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages over one connected socket: any thread sends, one thread at a time receives.
 *
 * <p>A sender writes by itself what the socket takes at once. The rest is left to the receiving thread, so that no sender
 * blocks on a peer that does not read; unless it wants to wait. The socket is non-blocking for a second reason: a blocking
 * one is closed by the JDK when a thread that uses it is interrupted, and senders are users' threads.
 */
public final class FrameChannel implements Closeable {

    /** Frames that wait to be written leave together, but none waits for longer than that for another one. */
    private static final long LONGEST_DELAY = TimeUnit.MICROSECONDS.toNanos(100);

    /** How long the receiving thread lets frames gather that were left to it. */
    private static final long GATHERING_MILLIS = 1;

    private final SocketChannel socket;
    private final Selector selector;
    private final SelectionKey key;
    private final FrameParser parser;
    private final Remains remains;

    private final ReentrantLock sendLock = new ReentrantLock();
    // Guarded by sendLock.
    private final Deque<ArrayTransfer> unsent = new ArrayDeque<>();
    private final Outbox outbox;
    private @Nullable Selector room;
    private long oldestNanos;
    /** Where in the stream stands what comes next. */
    private long end;

    private boolean closed;

    /** Whether something stands in the outbox that nobody has tried to write. */
    private volatile boolean hasDelayed;

    /** Whether the receiving thread is to look after what stands in the outbox. */
    private volatile boolean reminded;

    private volatile boolean receiverWaits;

    private volatile boolean peerIsDead;

    /** Written under sendLock, read by all. */
    private volatile long sent;

    /** Written by the receiving thread, read by all. */
    private volatile long received;

    // Used by the receiving thread only.
    private @Nullable ByteBuffer rest;
    private byte @Nullable [] unread;
    /** {@link #receive} meets it again. */
    private boolean metNonsense;

    /** What the peer had ready for the socket when it died. */
    public interface Remains {

        /**
         * @param received how many bytes have come out of the socket
         */
        ByteBuffer after(long received) throws IOException;
    }

    /** A channel whose peer takes to the grave what it has not written. */
    public FrameChannel(SocketChannel socket, long maxPayload, Admission peer) throws IOException {
        this(socket, maxPayload, peer, Outbox.inMemory(), received -> ByteBuffer.allocate(0));
    }

    /**
     * @param maxPayload most bytes of a task's arguments or result that are accepted from the peer
     * @param peer who it is when it begins
     */
    public FrameChannel(SocketChannel socket, long maxPayload, Admission peer, Outbox outbox, Remains remains)
            throws IOException {
        this.socket = socket;
        this.parser = new FrameParser(maxPayload, peer);
        this.outbox = outbox;
        this.remains = remains;
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

    // --- sending ---

    /**
     * Sends without ever waiting.
     *
     * @throws IOException if the channel is closed or broken; then nothing of the message reached a living peer
     */
    public void send(Message message) throws IOException {
        Frame frame = Wire.encode(message);
        lockSending();
        try {
            enqueue(frame);
            write();
        } finally {
            sendLock.unlock();
        }
    }

    /** Like {@link #send}, but may leave the writing to whoever comes next, or calls {@link #flush()}. */
    public void sendLater(Message message) throws IOException {
        Frame frame = Wire.encode(message);
        lockSending();
        try {
            enqueue(frame);
            delay();
        } finally {
            sendLock.unlock();
        }
    }

    /**
     * Sends, and makes the caller wait, uninterruptibly, until all of the message is in the socket or the outbox: so it
     * arrives whatever becomes of this process.
     */
    public void sendWhenRoom(Message message) throws IOException {
        sendWhenRoom(message, false);
    }

    /** Like {@link #sendWhenRoom}, but leaves the writing to the receiving thread, which does it soon; or to who comes before. */
    public void sendSoonWhenRoom(Message message) throws IOException {
        sendWhenRoom(message, true);
        if (!reminded) {
            reminded = true;
            // Guard against race with awaitReadable(), which looks at reminded after it has said that it waits.
            if (receiverWaits) {
                selector.wakeup();
            }
        }
    }

    /** Like {@link #sendWhenRoom}, but may leave the writing to whoever comes next, or calls {@link #flush()}. */
    public void sendLaterWhenRoom(Message message) throws IOException {
        sendWhenRoom(message, true);
    }

    private void sendWhenRoom(Message message, boolean later) throws IOException {
        Frame frame = Wire.encode(message);
        lockSending();
        try {
            enqueue(frame);
            long endOfFrame = end;
            if (later && outbox.end() == endOfFrame) {
                delay();
                return;
            }
            write();
            while (outbox.end() < endOfFrame) {
                awaitRoom();
                if (closed) {
                    throw new ClosedChannelException();
                }
                write();
            }
        } finally {
            sendLock.unlock();
        }
    }

    /** Writes what was left for later. */
    public void flush() throws IOException {
        if (!hasDelayed) {
            return;
        }
        lockSending();
        try {
            write();
        } finally {
            sendLock.unlock();
        }
    }

    private void lockSending() {
        // A virtual thread does not queue up: who came after it would wait until it gets a carrier; and nobody keeps
        // the lock for long.
        if (VirtualThreads.isCurrent()) {
            while (!sendLock.tryLock()) {
                Thread.onSpinWait();
            }
        } else {
            sendLock.lock();
        }
    }

    /** Caller holds sendLock. */
    private void enqueue(Frame frame) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        for (Object array : frame.arrays()) {
            ArrayKind kind = ArrayKind.of(array.getClass());
            enqueue(Wire.arrayHead(kind, array));
            end += kind.bytes(array);
            enqueue(ArrayTransfer.of(kind, array));
        }
        enqueue(frame.head());
        if (frame.rest() != null) {
            enqueue(frame.rest());
        }
    }

    private void enqueue(ByteBuffer part) {
        end += part.remaining();
        if (unsent.isEmpty()) {
            outbox.put(part);
        }
        if (part.hasRemaining()) {
            unsent.add(ArrayTransfer.of(part));
        }
    }

    private void enqueue(ArrayTransfer part) {
        if (unsent.isEmpty()) {
            outbox.put(part);
        }
        if (!part.isComplete()) {
            unsent.add(part);
        }
    }

    private void fillOutbox() {
        ArrayTransfer part;
        while ((part = unsent.peek()) != null) {
            outbox.put(part);
            if (!part.isComplete()) {
                return;
            }
            unsent.remove();
        }
    }

    private void delay() throws IOException {
        long now = System.nanoTime();
        if (!hasDelayed) {
            hasDelayed = true;
            oldestNanos = now;
        } else if (now - oldestNanos > LONGEST_DELAY || outbox.size() > Outbox.CAPACITY / 2) {
            write();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Under sendLock.
    private void write() throws IOException {
        hasDelayed = false;
        try {
            while (outbox.size() > 0) {
                int written = socket.write(outbox.unsent());
                outbox.written(written);
                sent += written;
                boolean socketFull = outbox.size() > 0;
                fillOutbox();
                if (socketFull) {
                    leaveToReceiver();
                    return;
                }
            }
        } catch (IOException peerIsGone) {
            stopSending();
            throw peerIsGone;
        }
    }

    private void leaveToReceiver() {
        if ((key.interestOpsOr(SelectionKey.OP_WRITE) & SelectionKey.OP_WRITE) == 0) {
            selector.wakeup();
        }
    }

    private void stopSending() {
        closed = true;
        unsent.clear();
    }

    /** Lets go of the lock while it waits. */
    private void awaitRoom() throws IOException {
        Selector waiting = room;
        if (waiting == null) {
            waiting = Selector.open();
            room = waiting;
            socket.register(waiting, SelectionKey.OP_WRITE);
        }
        sendLock.unlock();
        boolean interrupted = Thread.interrupted();
        try {
            waiting.select();
            waiting.selectedKeys().clear();
        } catch (ClosedSelectorException closedHere) {
            // The caller's loop sees it.
        } finally {
            // Kept for whom it is meant; what is sent does not depend on it.
            boolean interruptedHere = Thread.interrupted();
            if (interrupted || interruptedHere) {
                Thread.currentThread().interrupt();
            }
            lockSending();
        }
    }

    // --- receiving ---

    /**
     * Waits for the next message; before it waits it writes what was left for later. Called by one thread at a time.
     *
     * @return null when the peer has closed the connection, or this side has
     * @throws ProtocolException if what came is no message
     */
    public @Nullable Message receive() throws IOException {
        try {
            while (true) {
                byte[] frame = nextFrame();
                if (frame != null) {
                    return parser.decode(frame);
                }
                flushForReceiver();
                int read = read(true);
                if (read < 0) {
                    return null;
                }
                if (read == 0) {
                    awaitReadable(0);
                    // Whoever interrupted this thread must not make it spin.
                    Thread.interrupted();
                }
            }
        } catch (ClosedChannelException | ClosedSelectorException | CancelledKeyException closedHere) {
            return null;
        }
    }

    /**
     * The next message if it is here already and ends a task, else null; then {@link #receive} gives it, or says what is wrong
     * with it. Called by the receiving thread.
     */
    public Message.@Nullable TaskEnd receiveEndNow() {
        try {
            byte[] frame = nextFrame();
            unread = frame;
            if (frame == null || !Wire.isTaskEnd(frame)) {
                return null;
            }
            Message.TaskEnd end = (Message.TaskEnd) parser.decode(frame);
            unread = null;
            return end;
        } catch (ProtocolException nonsense) {
            metNonsense = true;
            return null;
        }
    }

    /**
     * Waits a short while for a message that ends a task; null if there is none, or something else has come, or the channel
     * has ended: all that is for {@link #receive}. Called by a thread that stands in for the receiving one; does not heed an
     * interrupt, nor clear it.
     */
    public Message.@Nullable TaskEnd awaitEnd(long millis) {
        try {
            Message.TaskEnd end = receiveEndNow();
            boolean waited = false;
            while (end == null && unread == null && !metNonsense) {
                flushForReceiver();
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
            // It meets the same.
            return null;
        }
    }

    private byte @Nullable [] nextFrame() throws ProtocolException {
        byte[] frame = unread;
        unread = null;
        return frame == null ? parser.next() : frame;
    }

    private void flushForReceiver() {
        try {
            flush();
        } catch (IOException peerIsGone) {
            // What the peer sent before it went is still to be read; then the end of the stream tells.
            hasDelayed = false;
        }
    }

    /**
     * -1 when all has come, including what the peer had only put into its outbox.
     *
     * @param toTheEnd false to leave that to the receiving thread: an interrupt of another one would close the file
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // By the receiving thread.
    private int read(boolean toTheEnd) throws IOException {
        ByteBuffer left = rest;
        if (left == null) {
            // Looked at before the socket: what a dead peer has written is all there.
            boolean nothingComes = peerIsDead;
            int read;
            try {
                read = socket.read(parser.target());
            } catch (ClosedChannelException closedHere) {
                throw closedHere;
            } catch (IOException reset) {
                // An end, too: it comes after all data, from a peer that died with something unread.
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
     * @param millis 0 for as long as it takes; or until something is left to this thread
     */
    private void awaitReadable(long millis) throws IOException {
        receiverWaits = true;
        if (reminded) {
            selector.select(GATHERING_MILLIS);
            // Before what was left is written, so that a later frame reminds again.
            reminded = false;
        } else {
            selector.select(millis);
        }
        receiverWaits = false;
        if (key.isValid() && key.isWritable()) {
            lockSending();
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

    /** How many have gone into the socket until now. */
    public long bytesSent() {
        return sent;
    }

    /** How many have come out of the socket until now. */
    public long bytesReceived() {
        return received;
    }

    /**
     * The peer's process has ended: what it has written is still received, but no end of the stream is waited for, since a
     * process that it has started may hold the socket, too.
     */
    public void peerDied() {
        peerIsDead = true;
        selector.wakeup();
    }

    /** Ends a waiting {@link #receive} and every waiting sender. */
    @Override
    public void close() throws IOException {
        Selector waiting;
        lockSending();
        try {
            stopSending();
            waiting = room;
        } finally {
            sendLock.unlock();
        }
        if (waiting != null) {
            waiting.close();
        }
        selector.close();
        socket.close();
    }
}
