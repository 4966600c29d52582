package io.asynccpu.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.TaskFunction0;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.channel.WorkerSocket;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.function.FunctionCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.protocol.Bootstrap;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.WorkerFiles;
import io.asynccpu.internal.protocol.WorkerPages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker with one thread for tasks; the test is its parent, frame by frame. */
@Timeout(60)
class MessageLoopTests {

    private static final long MAX_FRAME = 1 << 20;

    private static final ObjectCodec CODEC = new JacksonCodec(List.of());

    /** What the tasks wait for, which run in this JVM. */
    private static CountDownLatch first = new CountDownLatch(1);

    private static CountDownLatch last = new CountDownLatch(1);

    @TempDir
    private Path directory;

    private FrameChannel channel;
    private WorkerPages pages;
    private Process worker;

    public static int waitsFirst() throws InterruptedException {
        first.await();
        return 0;
    }

    public static int waitsLast() throws InterruptedException {
        last.await();
        return 0;
    }

    @BeforeEach
    void start() throws IOException {
        first = new CountDownLatch(1);
        last = new CountDownLatch(1);
        WorkerFiles files = new WorkerFiles(directory, 1);
        pages = WorkerPages.create(files, 1);
        WorkerSocket socket = new WorkerSocket(files.socket());
        worker = InProcessWorker.start(
                "test", new Bootstrap(files, socket.secret(), false), MessageLoopTests.class.getClassLoader(), null);
        channel = socket.accept(MAX_FRAME, received -> ByteBuffer.allocate(0), pages);
        channel.send(new Message.Configure(
                "test", 1, 1, MAX_FRAME, TaskCodec.JACKSON.name(), null, Map.of(), null, Map.of(), Map.of()));
        assertThat(channel.receive()).isInstanceOf(Message.Ready.class);
    }

    @AfterEach
    void stop() throws Exception {
        first.countDown();
        last.countDown();
        channel.send(new Message.Stop());
        assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        channel.close();
        pages.close();
    }

    private void run(long taskId, TaskFunction0<Integer> function) throws IOException {
        Message.Call call = new Message.Call("test", FunctionCodec.encode(function), null);
        channel.send(new Message.Run(
                taskId, 1, 0, 0, call, Map.of(), CODEC.encodeArguments("test", List.of(), new Object[0], MAX_FRAME)));
    }

    /** On another thread, since an interrupt does not end the wait for a message. */
    private long nextEnded() throws Exception {
        FutureTask<Message> received = new FutureTask<>(channel::receive);
        new Thread(received, "parent").start();
        return ((Message.Succeeded) received.get(30, TimeUnit.SECONDS)).taskId();
    }

    /** The thread that could write the answer runs a task, and the one that listens has nothing to listen to. */
    @Test
    void anAnswerDoesNotWaitForTheLongTaskBehindIt() throws Exception {
        run(1, MessageLoopTests::waitsFirst);
        run(2, MessageLoopTests::waitsLast);
        channel.send(new Message.Ping());
        // The main thread has taken over, and what came before the ping waits for the first task's end.
        assertThat(channel.receive()).isInstanceOf(Message.Pong.class);
        first.countDown();
        assertThat(nextEnded()).isEqualTo(1);
        last.countDown();
        assertThat(nextEnded()).isEqualTo(2);
    }
}
