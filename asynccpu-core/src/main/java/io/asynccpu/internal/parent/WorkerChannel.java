package io.asynccpu.internal.parent;

import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parent's end of a worker's channel: absent until the child has connected, and closed after its death. Thread-safe. */
public final class WorkerChannel {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerChannel.class);

    private final WorkerLifecycle worker;
    private volatile @Nullable FrameChannel connected;

    WorkerChannel(WorkerLifecycle worker) {
        this.worker = worker;
    }

    void connect(FrameChannel channel) {
        connected = channel;
    }

    /** Null before the child has connected. */
    @Nullable
    FrameChannel connected() {
        return connected;
    }

    /**
     * Sends without waiting.
     *
     * @return false if the worker is gone; then it never gets the message
     */
    public boolean send(Message message) {
        return send(message, Delivery.IMMEDIATE);
    }

    /** Like {@link #send}, but the message may leave with later ones, at the latest with {@link #flush()}. */
    public boolean sendLater(Message message) {
        return send(message, Delivery.DEFERRED);
    }

    private boolean send(Message message, Delivery delivery) {
        FrameChannel channel = connected;
        if (channel == null) {
            return false;
        }
        try {
            channel.send(message, delivery);
            return true;
        } catch (IOException gone) {
            logGone(gone);
            return false;
        }
    }

    /** Sends deferred messages. */
    public void flush() {
        FrameChannel channel = connected;
        try {
            if (channel != null) {
                channel.flush();
            }
        } catch (IOException gone) {
            logGone(gone);
        }
    }

    private void logGone(IOException gone) {
        LOG.debug("{} took no more messages: {}", worker, gone.toString());
    }

    public long bytesSent() {
        FrameChannel channel = connected;
        return channel == null ? 0 : channel.bytesSent();
    }

    public long bytesReceived() {
        FrameChannel channel = connected;
        return channel == null ? 0 : channel.bytesReceived();
    }

    /** The process has ended: its outbox is read, and the end of the stream is not waited for. */
    void peerDied() {
        FrameChannel channel = connected;
        if (channel != null) {
            channel.peerDied();
        }
    }

    void close() throws IOException {
        FrameChannel channel = connected;
        if (channel != null) {
            channel.close();
        }
    }
}
