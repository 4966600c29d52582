package io.asynccpu.support;

import io.asynccpu.api.TaskContext;
import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.logging.LogForwarding;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

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

    /** The result of the current task is in the outbox, and no thread writes it to the socket any more. */
    public static int dieWithResultInOutbox(int value) throws Exception {
        Payload result = new JacksonCodec(List.of()).encodeResult("result", int.class, value, 1000);
        channel().send(new Message.Succeeded(TaskContext.current().taskId(), 0, 0, 0, result), Delivery.DEFERRED);
        Runtime.getRuntime().halt(0);
        return 0;
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
