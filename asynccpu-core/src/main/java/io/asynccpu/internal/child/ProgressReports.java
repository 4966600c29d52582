package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends the progress of one task: the newest report, and not more often than the parent needs. Thread-safe. */
final class ProgressReports {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final long taskId;
    private final FrameChannel channel;
    private final HostJvm host;

    // Guarded by this.
    private Message.@Nullable Progressed unsent;
    private long sentNanos = System.nanoTime() - PAUSE;
    private boolean isClosed;

    ProgressReports(long taskId, FrameChannel channel, HostJvm host) {
        this.taskId = taskId;
        this.channel = channel;
        this.host = host;
    }

    void report(long done, long total, String message) {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            unsent = new Message.Progressed(taskId, done, total, Limits.cut(message, Limits.PROGRESS));
        }
        send(false);
    }

    /** Sends the last report and ignores later ones. */
    void close() {
        synchronized (this) {
            isClosed = true;
        }
        send(true);
    }

    private void send(boolean now) {
        Message.Progressed newest;
        synchronized (this) {
            newest = unsent;
            long time = System.nanoTime();
            if (newest == null || (!now && time - sentNanos < PAUSE)) {
                return;
            }
            unsent = null;
            sentNanos = time;
        }
        try {
            channel.send(newest, Delivery.ASSURED);
        } catch (IOException parentIsGone) {
            host.log("the channel is closed, so the pool does not receive the progress of task " + taskId);
        }
    }
}
