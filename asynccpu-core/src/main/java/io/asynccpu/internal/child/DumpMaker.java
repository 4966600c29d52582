package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dumps that the parent asks for, one at a time and each on a thread of its own, so the reading thread goes on at once. The
 * classes that make a dump are loaded with the first one.
 */
final class DumpMaker {

    private final FrameChannel channel;
    private final HostJvm host;
    private final List<? extends Thread> own;

    /** @param own the threads of this worker */
    DumpMaker(FrameChannel channel, HostJvm host, List<? extends Thread> own) {
        this.channel = channel;
        this.host = host;
        this.own = own;
    }

    /** Makes the dump and sends it later. */
    void make(Message.Dump order) throws IOException {
        Thread maker = new Thread(() -> answer(order), "asynccpu-dump");
        maker.setDaemon(true);
        try {
            maker.start();
        } catch (OutOfMemoryError noThread) {
            channel.send(failed(noThread));
        }
    }

    private void answer(Message.Dump order) {
        Message.Dumped answer;
        try {
            answer = new Message.Dumped(true, bytes(dump(order.heapFile())));
        } catch (IOException | RuntimeException | Error e) {
            answer = failed(e);
        }
        try {
            channel.send(answer, Delivery.ASSURED);
        } catch (IOException parentIsGone) {
            host.log("the channel is closed, so the pool does not receive a dump");
        }
    }

    private String dump(@Nullable String heapFile) throws IOException {
        if (heapFile != null) {
            HeapDumpWriter.write(heapFile);
            return "";
        }
        // The other threads of the parent's JVM do not belong to this worker.
        return host.isParentJvm() ? ThreadReport.of(own) : ThreadReport.ofAll();
    }

    private static Message.Dumped failed(Throwable e) {
        return new Message.Dumped(false, bytes(e.toString()));
    }

    /** Cuts the text to what the parent accepts, since the names of threads may be of any length. */
    private static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= Limits.DUMP
                ? bytes
                : Limits.cut(text, Limits.DUMP / 4).getBytes(StandardCharsets.UTF_8);
    }
}
