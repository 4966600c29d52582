package io.asynccpu.worker;

import io.asynccpu.logging.LogForwarding;
import io.asynccpu.protocol.Message;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;

/** Takes what is logged here to the parent: in order, and even if this process dies right after. Lines that come thick leave together. */
final class ParentsLog implements LogForwarding.Sink {

    private final FrameChannel channel;

    ParentsLog(FrameChannel channel) {
        this.channel = channel;
    }

    @Override
    public void forward(String logger, int level, String message, String thread, long epochMillis) {
        try {
            channel.sendSoonWhenRoom(new Message.Logged(logger, level, message, thread, epochMillis));
        } catch (IOException e) {
            // The parent is gone, and with it whoever would read this.
            System.err.println(message);
        }
    }
}
