package io.asynccpu.support;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.logging.LogForwarding;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** In a child: its channel to the parent, over which a hostile task can send what it likes. */
public final class ChildChannel {

    private ChildChannel() {}

    /** The log's sink holds it. */
    public static FrameChannel channel() throws ReflectiveOperationException {
        Field sinkField = LogForwarding.class.getDeclaredField("sink");
        sinkField.setAccessible(true);
        Object sink = sinkField.get(null);
        Field held = sink.getClass().getDeclaredField("channel");
        held.setAccessible(true);
        return (FrameChannel) held.get(sink);
    }

    /** Sends what remains in the buffer, past the channel. */
    public static void sendRaw(ByteBuffer bytes) throws Exception {
        Field field = FrameChannel.class.getDeclaredField("socket");
        field.setAccessible(true);
        SocketChannel socket = (SocketChannel) field.get(channel());
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }
}
