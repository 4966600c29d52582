package io.asynccpu.worker;

import io.asynccpu.protocol.Limits;
import io.asynccpu.protocol.Message;
import io.asynccpu.transport.Delivery;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dumps that the parent asks for, one at a time and each on a thread of its own: whoever listens to the parent goes
 * on at once. What makes them is loaded when the first is asked for.
 */
final class DumpMaker {

    private final FrameChannel channel;
    private final Host host;

    DumpMaker(FrameChannel channel, Host host) {
        this.channel = channel;
        this.host = host;
    }

    /**
     * Answers later.
     *
     * @param own the threads of this worker
     */
    void make(Message.Dump order, List<? extends Thread> own) throws IOException {
        Thread maker = new Thread(() -> answer(order, own), "asynccpu-dump");
        maker.setDaemon(true);
        try {
            maker.start();
        } catch (OutOfMemoryError noThread) {
            channel.send(failed(noThread));
        }
    }

    private void answer(Message.Dump order, List<? extends Thread> own) {
        Message.Dumped answer;
        try {
            answer = new Message.Dumped(true, bytes(dump(order.heapFile(), own)));
        } catch (IOException | RuntimeException | Error e) {
            answer = failed(e);
        }
        try {
            channel.send(answer, Delivery.ASSURED);
        } catch (IOException parentIsGone) {
            host.say("the pool does not hear of a dump: the channel is closed");
        }
    }

    private String dump(@Nullable String heapFile, List<? extends Thread> own) throws IOException {
        if (heapFile != null) {
            HeapReport.write(heapFile);
            return "";
        }
        // In the parent's JVM others' threads are none of this worker's business.
        return host.isParents() ? ThreadReport.of(own) : ThreadReport.ofAll();
    }

    private static Message.Dumped failed(Throwable e) {
        return new Message.Dumped(false, bytes(e.toString()));
    }

    /** No more than the parent takes: a thread's name may be of any length and in any letters. */
    private static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= Limits.DUMP
                ? bytes
                : Limits.cut(text, Limits.DUMP / 4).getBytes(StandardCharsets.UTF_8);
    }
}
