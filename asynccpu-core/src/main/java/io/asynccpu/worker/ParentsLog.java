package io.asynccpu.worker;

import io.asynccpu.logging.LogForwarding;
import io.asynccpu.protocol.Message;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;

/** Takes what is logged here to the parent: in order, and even if this process dies right after. Lines that come thick leave together. */
final class ParentsLog implements LogForwarding.Sink {

    /** In characters. With three bytes each it fits a frame, whatever the pool's max-payload: the parent kills who sends more. */
    private static final int LONGEST_LINE = 256 << 10;

    private static final int LONGEST_NAME = 1 << 10;

    private final FrameChannel channel;

    ParentsLog(FrameChannel channel) {
        this.channel = channel;
    }

    @Override
    public void forward(String logger, int level, String message, String thread, long epochMillis) {
        try {
            channel.sendSoonWhenRoom(new Message.Logged(
                    cut(logger, LONGEST_NAME),
                    level,
                    cut(message, LONGEST_LINE),
                    cut(thread, LONGEST_NAME),
                    epochMillis));
        } catch (IOException e) {
            // The parent is gone, and with it whoever would read this.
            System.err.println(message);
        }
    }

    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "… (" + text.length() + " characters)";
    }
}
