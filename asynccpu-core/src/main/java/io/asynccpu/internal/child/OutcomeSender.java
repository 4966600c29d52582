package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends the outcomes of tasks to the parent, together where they meet. Thread-safe. */
final class OutcomeSender {

    private final FrameChannel channel;
    private final MessageLoop loop;
    private final ObjectCodec codec;
    private final HostJvm host;

    OutcomeSender(FrameChannel channel, MessageLoop loop, ObjectCodec codec, HostJvm host) {
        this.channel = channel;
        this.loop = loop;
        this.codec = codec;
        this.host = host;
    }

    /**
     * Sends the outcome on the task's thread.
     *
     * @param result null if the task has failed
     * @return false if the parent will not receive the outcome
     */
    boolean send(Message.Run run, ThreadUsageMeter usage, @Nullable Payload result, @Nullable Throwable failure) {
        try {
            if (result != null) {
                send(new Message.Succeeded(
                        run.taskId(), usage.wallNanos(), usage.cpuNanos(), usage.allocatedBytes(), result));
            } else {
                Throwable thrown = failure == null ? new IllegalStateException("No result and no failure") : failure;
                send(new Message.Failed(
                        run.taskId(),
                        usage.wallNanos(),
                        usage.cpuNanos(),
                        usage.allocatedBytes(),
                        FailureCodec.encode(thrown, codec, Limits.FAILURE)));
            }
            return true;
        } catch (IOException parentIsGone) {
            host.log("the channel is closed, so the pool does not receive the outcome of task " + run.taskId());
            return false;
        }
    }

    /** When this returns, the parent will have the message even if the next task kills this process. */
    private void send(Message.TaskEnd end) throws IOException {
        if (loop.mayDelay()) {
            channel.send(end, Delivery.ASSURED_DEFERRED);
            // Guard against race with the main thread, which may have become the reader just now.
            if (!loop.mayDelay()) {
                channel.flush();
            }
        } else if (loop.areTasksWaiting()) {
            // This thread goes on with one of them, however long that takes, and the main thread writes.
            channel.send(end, Delivery.ASSURED_SOON);
        } else {
            channel.send(end, Delivery.ASSURED);
        }
    }
}
