package io.asynccpu.internal.channel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * The selector at which the receiving thread of a channel waits, and by which senders hand work over to it.
 *
 * <p>Actors: the receiving thread waits, senders wake it. Shared state: {@code reminded} says that frames in the outbox are left to
 * the receiving thread; {@code waiting} saves senders a wakeup while that thread is busy and looks by itself.
 */
final class ReceiverSelector implements Closeable {

    /** How long the receiving thread lets frames gather that were left to it. */
    private static final long GATHERING_MILLIS = 1;

    private final Selector selector;
    private final SelectionKey key;

    private volatile boolean reminded;
    private volatile boolean waiting;

    /** Registers a non-blocking socket; closes the selector if that fails. */
    ReceiverSelector(SocketChannel socket) throws IOException {
        Selector opened = Selector.open();
        try {
            selector = opened;
            key = socket.register(opened, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    // --- by senders ---

    /** The socket is full: the receiving thread goes on writing as soon as there is room. */
    void writeWhenPossible() {
        if ((key.interestOpsOr(SelectionKey.OP_WRITE) & SelectionKey.OP_WRITE) == 0) {
            selector.wakeup();
        }
    }

    /** Whether the receiving thread goes on writing as soon as there is room. Caller holds the sender's lock. */
    boolean waitsForRoom() {
        return (key.interestOps() & SelectionKey.OP_WRITE) != 0;
    }

    /** The receiving thread writes the outbox soon. */
    void remind() {
        if (!reminded) {
            reminded = true;
            // Guard against race with await(), which looks at reminded after it has set waiting.
            if (waiting) {
                selector.wakeup();
            }
        }
    }

    void wakeup() {
        selector.wakeup();
    }

    // --- by the receiving thread ---

    /**
     * Waits until there is something to read or to write, a sender asks for a write, or the time is over.
     *
     * @param millis 0 for no limit
     */
    void await(long millis) throws IOException {
        waiting = true;
        if (reminded) {
            selector.select(GATHERING_MILLIS);
            // Reset before the outbox is written, so that a later frame reminds again.
            reminded = false;
        } else {
            selector.select(millis);
        }
        waiting = false;
    }

    /** Whether the socket has room for what {@link #writeWhenPossible} has left to this thread. */
    boolean hasRoom() {
        return key.isValid() && key.isWritable();
    }

    /** Caller holds the sender's lock, so that no sender leaves something at the same time. */
    void stopWaitingForRoom() {
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }

    /** To be called after each {@link #await}. */
    void clear() {
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
