package io.asynccpu.internal.channel;

import io.asynccpu.internal.concurrent.VirtualThreads;
import io.asynccpu.internal.protocol.ArrayRing;
import io.asynccpu.internal.protocol.Frame;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Outbox;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a channel: frames go through the outbox into the socket.
 *
 * <p>Actors: any thread sends; the receiving thread writes what senders have left to it. Shared state: the queue of frame parts that
 * the outbox has no room for, and the outbox, both guarded by the lock. A sender writes by itself what the socket takes at once, which
 * saves a thread switch for each message; it leaves the rest to the receiving thread, so that no sender blocks on a peer that does not
 * read, unless its {@link Delivery} says that it waits.
 */
final class FrameSender implements Closeable {

    /** Frames that wait to be written leave together, but none waits for longer than that for another one. */
    private static final long LONGEST_DELAY = TimeUnit.MICROSECONDS.toNanos(100);

    private final SocketChannel socket;
    private final ReceiverSelector receiver;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final Outbox outbox;
    private final OutgoingFrames frames;
    private @Nullable Selector room;
    private long oldestNanos;
    private boolean closed;

    // Written under lock, read by all.
    /** Whether the outbox holds something that no thread has tried to write. */
    private volatile boolean hasDelayed;

    private volatile long sent;

    FrameSender(SocketChannel socket, ReceiverSelector receiver, Outbox outbox) {
        this.socket = socket;
        this.receiver = receiver;
        this.outbox = outbox;
        this.frames = new OutgoingFrames(outbox);
    }

    void passArraysThrough(ArrayRing.Writer arrays) {
        lock();
        try {
            frames.passArraysThrough(arrays);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a message.
     *
     * @throws IOException if the channel is closed or broken; then nothing of the message reached a living peer
     */
    void send(Message message, Delivery delivery) throws IOException {
        Frame frame = Wire.encode(message);
        lock();
        try {
            enqueue(frame);
            long endOfFrame = frames.end();
            if (delivery.mayBeDelayed() && (!delivery.waitsForRoom() || outbox.end() == endOfFrame)) {
                delay(delivery == Delivery.ASSURED_SOON);
            } else {
                write();
                while (delivery.waitsForRoom() && outbox.end() < endOfFrame) {
                    awaitRoom();
                    write();
                }
            }
        } finally {
            lock.unlock();
        }
        if (delivery == Delivery.ASSURED_SOON) {
            receiver.remind();
        }
    }

    /** Writes delayed frames. */
    void flush() throws IOException {
        if (!hasDelayed) {
            return;
        }
        lock();
        try {
            write();
        } finally {
            lock.unlock();
        }
    }

    /** By the receiving thread, before it waits. */
    void flushForReceiver() {
        try {
            flush();
        } catch (IOException peerIsGone) {
            // The frames that the peer sent before it went are still to be read; then the end of the stream tells.
            hasDelayed = false;
        }
    }

    /** By the receiving thread: the socket has room for what senders have left. */
    void writeForSenders() {
        lock();
        try {
            writeForReceiver();
        } finally {
            try {
                // Otherwise this thread goes on waiting for room, and need not be woken up for that.
                if (outbox.size() == 0 || closed) {
                    receiver.stopWaitingForRoom();
                }
            } finally {
                // Guard against race with close(), which ends the wait with an exception.
                lock.unlock();
            }
        }
    }

    /** By the receiving thread: the peer has taken a piece of an array from the ring, which has room for another one. */
    void pieceWasTaken() throws ProtocolException {
        lock();
        try {
            frames.pieceWasTaken();
            writeForReceiver();
        } finally {
            lock.unlock();
        }
    }

    /** By the receiving thread: tells the peer that a piece of an array was taken from the ring. */
    void sendTaken() {
        lock();
        try {
            frames.add(Wire.taken());
            writeForReceiver();
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes have gone into the socket and the ring. */
    long sent() {
        return sent + frames.bytesInRing();
    }

    /** Ends every waiting sender. */
    @Override
    public void close() throws IOException {
        Selector waiting;
        lock();
        try {
            stop();
            waiting = room;
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.close();
        }
    }

    private void lock() {
        // A virtual thread does not queue up: threads behind it would wait until it gets a carrier; and the lock is
        // never held for long.
        if (VirtualThreads.isCurrent()) {
            while (!lock.tryLock()) {
                Thread.onSpinWait();
            }
        } else {
            lock.lock();
        }
    }

    // --- caller holds the lock ---

    private void enqueue(Frame frame) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        frames.add(frame);
    }

    /** @param reminded whether the receiving thread writes soon; then no clock is read, and no full socket is tried, for each frame */
    private void delay(boolean reminded) throws IOException {
        if (!hasDelayed) {
            hasDelayed = true;
            oldestNanos = System.nanoTime();
            return;
        }
        boolean isMuch = outbox.size() > Outbox.CAPACITY / 2;
        if (reminded ? isMuch && !receiver.waitsForRoom() : isMuch || System.nanoTime() - oldestNanos > LONGEST_DELAY) {
            write();
        }
    }

    private void writeForReceiver() {
        try {
            write();
        } catch (IOException peerIsGone) {
            // The frames that the peer sent before it went are still to be read; then the end of the stream tells.
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
    private void write() throws IOException {
        hasDelayed = false;
        try {
            while (outbox.size() > 0) {
                int written = socket.write(outbox.unsent());
                outbox.written(written);
                sent += written;
                boolean socketFull = outbox.size() > 0;
                frames.fillOutbox();
                if (socketFull) {
                    receiver.writeWhenPossible();
                    return;
                }
            }
        } catch (IOException peerIsGone) {
            stop();
            throw peerIsGone;
        }
    }

    private void stop() {
        closed = true;
        frames.clear();
    }

    /**
     * Releases the lock while it waits.
     *
     * @throws ClosedChannelException if the channel was closed meanwhile
     */
    private void awaitRoom() throws IOException {
        Selector waiting = room;
        if (waiting == null) {
            waiting = Selector.open();
            room = waiting;
            socket.register(waiting, SelectionKey.OP_WRITE);
        }
        lock.unlock();
        boolean interrupted = Thread.interrupted();
        try {
            waiting.select();
            waiting.selectedKeys().clear();
        } catch (ClosedSelectorException closedHere) {
            // Seen below.
        } finally {
            // The interrupt is kept for the code that it is meant for; sending does not depend on it.
            boolean interruptedHere = Thread.interrupted();
            if (interrupted || interruptedHere) {
                Thread.currentThread().interrupt();
            }
            lock();
        }
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}
