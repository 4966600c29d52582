package io.asynccpu.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.ProcessTaskException;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.protocol.Wire;
import io.asynccpu.support.ChildChannel;
import io.asynccpu.support.Diary;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.SentLine;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@PoolTest
class HostileChildTests {

    @TempDir
    private Path directory;

    public static int sendsAFailureThatIsNone() throws Exception {
        ChildChannel.channel().send(new Message.Failed(TaskContext.current().taskId(), 0, 0, 0, new byte[] {99}));
        new CountDownLatch(1).await();
        return 0;
    }

    @Test
    void aTaskWhoseFailureIsNoFailureStillEndsAndItsWorkerIsKilled(ProcessTaskPoolExecutor pool) throws Exception {
        ProcessTask<Integer> task = pool.createProcessTask(HostileChildTests::sendsAFailureThatIsNone);
        try {
            assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS)).hasMessageContaining("failure report");
        } finally {
            // Else close() would wait for it.
            task.cancel(true);
        }
        assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS)).isNotEqualTo(task.workerPid());
    }

    /** Invalid messages of a child. */
    public enum Nonsense {
        END_OF_A_TASK_IT_DOES_NOT_HAVE,
        SECOND_END_OF_ITS_TASK,
        RETURN_OF_A_TASK_NOBODY_RECALLED,
        RETURN_OF_A_TASK_IT_DOES_NOT_HAVE,
        ANSWER_NOBODY_ASKED_FOR,
        BINDING_NOBODY_ASKED_FOR,
        BINDING_OF_A_TASK_IT_DOES_NOT_HAVE,
        DUMP_NOBODY_ASKED_FOR,
        LAST_WORDS_TWICE,
        LAST_WORDS_WITHOUT_END,
        LAST_WORDS_WITHOUT_A_STACK,
        MESSAGE_OF_A_PARENT,
        SECOND_HELLO,
        UNKNOWN_LOG_LEVEL,
        LOGGED_THROWABLE_THAT_IS_NONE,
        TOO_MANY_MARKERS,
        TOO_MANY_REFERENCES_OF_A_MARKER,
        MARKER_WITHOUT_A_NAME,
        MARKER_WITH_AN_ENDLESS_NAME,
        UNKNOWN_TYPE,
        EMPTY_FRAME,
        NEGATIVE_LENGTH,
        HUGE_LENGTH,
        SMALL_ARRAY,
        ARRAY_OF_NO_KIND,
        ARRAY_BEFORE_A_MESSAGE_WITHOUT,
        FIELD_LONGER_THAN_ITS_FRAME,
        FRAME_LONGER_THAN_ITS_FIELDS
    }

    /** In the child: sends it, then waits for what comes. */
    public static int sends(Nonsense nonsense) throws Exception {
        long id = TaskContext.current().taskId();
        FrameChannel channel = ChildChannel.channel();
        switch (nonsense) {
            case END_OF_A_TASK_IT_DOES_NOT_HAVE ->
                channel.send(new Message.Succeeded(id + 1_000_000, 0, 0, 0, Payload.NONE));
            case SECOND_END_OF_ITS_TASK -> {
                channel.send(new Message.Failed(id, 0, 0, 0, new byte[] {99}));
                channel.send(new Message.Failed(id, 0, 0, 0, new byte[] {99}));
            }
            case RETURN_OF_A_TASK_NOBODY_RECALLED -> channel.send(new Message.Returned(List.of(id)));
            case RETURN_OF_A_TASK_IT_DOES_NOT_HAVE -> channel.send(new Message.Returned(List.of(id + 1_000_000)));
            case ANSWER_NOBODY_ASKED_FOR -> channel.send(new Message.Pong());
            case BINDING_NOBODY_ASKED_FOR -> channel.send(new Message.Bound(id));
            case BINDING_OF_A_TASK_IT_DOES_NOT_HAVE -> channel.send(new Message.Bound(id + 1_000_000));
            case LAST_WORDS_TWICE -> {
                byte[] stack = FailureCodec.encode(new Throwable(), 4 << 10);
                channel.send(new Message.Exiting("a", 0, "", false, stack));
                channel.send(new Message.Exiting("a", 0, "", false, stack));
            }
            case LAST_WORDS_WITHOUT_END ->
                channel.send(new Message.Exiting(
                        "a".repeat(100_000), 0, "", false, FailureCodec.encode(new Throwable(), 4 << 10)));
            case LAST_WORDS_WITHOUT_A_STACK -> channel.send(new Message.Exiting("a", 0, "", false, new byte[] {99}));
            case DUMP_NOBODY_ASKED_FOR -> channel.send(new Message.Dumped(true, new byte[] {65}));
            case MESSAGE_OF_A_PARENT -> channel.send(new Message.Stop());
            case SECOND_HELLO -> channel.send(new Message.Hello(Wire.VERSION, new byte[32], 1, false));
            case UNKNOWN_LOG_LEVEL -> channel.send(line(12345, null));
            case LOGGED_THROWABLE_THAT_IS_NONE -> channel.send(line(20, new byte[] {99}));
            case TOO_MANY_MARKERS -> channel.send(marked(Collections.nCopies(65, List.of("a"))));
            case TOO_MANY_REFERENCES_OF_A_MARKER -> channel.send(marked(List.of(Collections.nCopies(1_000_000, ""))));
            case MARKER_WITHOUT_A_NAME -> channel.send(marked(List.of(List.of())));
            case MARKER_WITH_AN_ENDLESS_NAME -> channel.send(marked(List.of(List.of("a", "b".repeat(129)))));
            case UNKNOWN_TYPE -> sendRaw(bytes(1).put((byte) 99));
            case EMPTY_FRAME -> sendRaw(bytes(0));
            case NEGATIVE_LENGTH -> sendRaw(ByteBuffer.allocate(4).putInt(-1));
            case HUGE_LENGTH -> sendRaw(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE));
            case SMALL_ARRAY -> sendRaw(bytes(12).put((byte) 22).put((byte) 0).position(16));
            case ARRAY_OF_NO_KIND ->
                sendRaw(ByteBuffer.allocate(6).putInt(1 << 20).put((byte) 22).put((byte) 9));
            case ARRAY_BEFORE_A_MESSAGE_WITHOUT -> {
                ByteBuffer array =
                        bytes(2 + Payload.SMALLEST_ARRAY).put((byte) 22).put((byte) 0);
                channel.flush();
                sendRaw(array.position(array.limit()));
                channel.send(new Message.Failed(id, 0, 0, 0, new byte[] {99}));
            }
            case FIELD_LONGER_THAN_ITS_FRAME ->
                sendRaw(bytes(13).put((byte) 9).putLong(id).putInt(1 << 20));
            case FRAME_LONGER_THAN_ITS_FIELDS -> sendRaw(bytes(2).put((byte) 14).put((byte) 0));
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private static Message.Logged line(int level, byte @Nullable [] failure) {
        return SentLine.of("a", level, null, "b", "c", Instant.EPOCH, 0, List.of(), Map.of(), Map.of(), failure);
    }

    private static Message.Logged marked(List<List<String>> markers) {
        return SentLine.of("a", 20, null, "b", "c", Instant.EPOCH, 0, markers, Map.of(), Map.of(), null);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(4 + length).putInt(length);
    }

    private static void sendRaw(ByteBuffer bytes) throws Exception {
        ChildChannel.sendRaw(bytes.flip());
    }

    /** One after the other in the same pool, so that each case starts one worker and not three. */
    @Thorough
    @Test
    void aChildThatTalksNonsenseIsKilledAndOnlyIt() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                .cancelTasksWhenShutdown(true)
                .build()) {
            for (Nonsense nonsense : Thorough.Extent.of(List.of(Nonsense.values()))) {
                Path go = directory.resolve(nonsense.name());
                ProcessTask<Long> neighbor = pool.createProcessTask(Tasks::finishesWhenTold, go.toString());
                Diary.await(go, "started");
                ProcessTask<Integer> task = pool.createProcessTask(HostileChildTests::sends, nonsense);
                if (nonsense == Nonsense.SECOND_END_OF_ITS_TASK) {
                    assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                            .as(nonsense.name())
                            .hasMessageContaining("failure report");
                } else {
                    assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                            .as(nonsense.name())
                            .cause()
                            .isInstanceOf(WorkerCrashedException.class)
                            .hasMessageContaining("it sent an invalid message");
                }
                assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                        .as("after " + nonsense)
                        .isNotEqualTo(task.workerPid());
                Diary.note(go.toString(), "go");
                assertThat(neighbor.get(30, TimeUnit.SECONDS))
                        .as("beside " + nonsense)
                        .isEqualTo(neighbor.workerPid());
            }
        }
    }

    /** In the child: notes its start and, if it is the deadly one, sends an invalid message. */
    public static int countsAndTalksNonsenseAt(String file, int task, int deadly) throws Exception {
        try (FileChannel tally = FileChannel.open(Path.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer count = ByteBuffer.allocate(1);
            tally.read(count, task);
            tally.write(ByteBuffer.wrap(new byte[] {(byte) (count.get(0) + 1)}), task);
        }
        if (task == deadly) {
            // So long that others wait at the worker.
            HarmlessTasks.spins(500_000);
            ChildChannel.channel().send(line(12345, null), Delivery.DEFERRED);
        }
        return task;
    }

    /** In the child: an answer whose array is none of its method's. */
    public static int[] answersWithDoubles() throws Exception {
        Payload result = new JacksonCodec(List.of())
                .encodeResult("result", Object.class, new double[1 << 20], Integer.MAX_VALUE);
        ChildChannel.channel()
                .send(new Message.Succeeded(TaskContext.current().taskId(), 0, 0, 0, result), Delivery.ASSURED);
        new CountDownLatch(1).await();
        return new int[0];
    }

    @Test
    void anArrayOfAnotherTypeThanTheMethodsIsRefused(ProcessTaskPoolExecutor pool) throws Exception {
        assertThatThrownBy(() -> pool.createProcessTask(HostileChildTests::answersWithDoubles)
                        .get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TaskNotSerializableException.class)
                .hasMessageContaining("bytes of another type, DOUBLE_ARRAY");
    }

    /** What it says after that is not read, such as the ends of tasks. */
    @Thorough
    @Test
    void noTaskStartsTwiceAfterNonsense() throws Exception {
        int rounds = Thorough.Extent.of(20);
        int tasksPerRound = 40;
        Path file = directory.resolve("tally");
        Files.write(file, new byte[rounds * tasksPerRound]);
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).spareWorkers(1).build()) {
            for (int round = 0; round < rounds; round++) {
                int first = round * tasksPerRound;
                List<ProcessTask<Integer>> tasks = new ArrayList<>();
                for (int task = first; task < first + tasksPerRound; task++) {
                    tasks.add(pool.createProcessTask(
                            HostileChildTests::countsAndTalksNonsenseAt, file.toString(), task, first + 9));
                }
                for (ProcessTask<Integer> task : tasks) {
                    task.handle((result, failure) -> 0).get(60, TimeUnit.SECONDS);
                }
            }
        }
        assertThat(Files.readAllBytes(file)).containsAnyOf(1).doesNotContain(2);
    }

    /** In the child: so many bytes of its result, or all but so many if negative, then the end. */
    public static int diesWithinItsResult(int bytes) throws Exception {
        Payload result = new JacksonCodec(List.of()).encodeResult("result", int.class, 42, 1000);
        ByteBuffer frame = Wire.encode(
                        new Message.Succeeded(TaskContext.current().taskId(), 0, 0, 0, result))
                .head();
        int length = frame.remaining();
        ByteBuffer part = frame.slice(frame.position(), bytes < 0 ? length + bytes : Math.min(bytes, length));
        sendRaw(ByteBuffer.allocate(part.remaining()).put(part));
        Runtime.getRuntime().halt(0);
        return 0;
    }

    @Thorough
    @Test
    void atWhateverByteOfItsResultAWorkerDiesTheTaskHasOneAnswer(ProcessTaskPoolExecutor pool) throws Exception {
        for (int bytes : Thorough.Extent.of(List.of(0, 1, 3, 4, 5, 12, 13, 20, 28, 29, 32, 37, 41, -2, -1, 1000))) {
            ProcessTask<Integer> task = pool.createProcessTask(HostileChildTests::diesWithinItsResult, bytes);
            if (bytes == 1000) {
                assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(42);
            } else {
                assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                        .as(bytes + " bytes")
                        .hasCauseInstanceOf(WorkerCrashedException.class);
            }
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .as("after " + bytes + " bytes")
                    .isNotEqualTo(task.workerPid());
        }
    }

    /** In the child: its result stands ready, and nobody writes it to the socket any more. */
    public static int diesWithItsResultInTheOutbox() throws Exception {
        return ChildChannel.dieWithResultInOutbox(42);
    }

    @Test
    void aResultThatStandsReadyOutlivesItsWorker(ProcessTaskPoolExecutor pool) throws Exception {
        assertThat(pool.createProcessTask(HostileChildTests::diesWithItsResultInTheOutbox)
                        .get(30, TimeUnit.SECONDS))
                .isEqualTo(42);
    }

    @Test
    void aWorkerThatDiesHalfWayThroughARequestHasNotStartedIt() throws Exception {
        byte[] large = new byte[20 << 20];
        large[large.length - 1] = 7;
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            long first = pool.createProcessTask(Tasks::pid).get();
            new ProcessBuilder("kill", "-STOP", Long.toString(first)).start().waitFor();
            // The socket takes the beginning, and nobody reads it.
            ProcessTask<byte[]> task = pool.createProcessTask(Tasks::echo, large);
            assertThat(task.workerPid()).isEqualTo(first);
            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(large);
            assertThat(task.workerPid()).isNotEqualTo(first);
            assertThat(task.attempt()).isOne();
        }
    }

    /** In the child: answers the question for a dump before the one who should. */
    public static int dumpsWhenAsked(String diary) throws Exception {
        byte[] text = new byte[Limits.DUMP];
        Arrays.fill(text, (byte) 27);
        FrameChannel channel = ChildChannel.channel();
        // The one who should answers on a thread that is made when the parent asks, and waits for this lock.
        Field senderField = FrameChannel.class.getDeclaredField("sender");
        senderField.setAccessible(true);
        Object sender = senderField.get(channel);
        Field lock = sender.getClass().getDeclaredField("lock");
        lock.setAccessible(true);
        ReentrantLock sending = (ReentrantLock) lock.get(sender);
        sending.lock();
        try {
            Diary.note(diary, "ready");
            // A lock tells nobody that a thread waits for it.
            Poll.until("the honest answer waits", sending::hasQueuedThreads);
            channel.send(new Message.Dumped(true, text), Delivery.ASSURED);
        } finally {
            sending.unlock();
        }
        new CountDownLatch(1).await();
        return 0;
    }

    @Test
    void aDumpIsShownWithoutControlCharactersAndASecondOneIsNonsense() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .build()) {
            ProcessTask<Integer> task = pool.createProcessTask(HostileChildTests::dumpsWhenAsked, diary.toString());
            Diary.await(diary, "ready");
            String text = pool.threadDump(pool.snapshot().workers().get(0).id())
                    .get(60, TimeUnit.SECONDS)
                    .text();
            assertThat(text).hasSize(Limits.DUMP).matches("\uFFFD+");
            // The honest answer comes after it.
            assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(WorkerCrashedException.class)
                    .hasMessageContaining("it sent an invalid message: It sent a dump that nobody asked for");
        }
    }

    /** In the child: without an end, and deaf. */
    public static int floods(String kind) throws Exception {
        FrameChannel channel = ChildChannel.channel();
        long id = TaskContext.current().taskId();
        Message message = kind.equals("progress")
                ? new Message.Progressed(id, 1, 2, "x".repeat(1000))
                : new Message.Stack(id, new byte[100_000]);
        while (true) {
            channel.send(message, Delivery.ASSURED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"progress", "stack"})
    void aFloodOfMessagesFillsNothingAndEndsWithItsTask(String kind) throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                .timeout(Duration.ofSeconds(1))
                .cancelGracePeriod(Duration.ofMillis(100))
                .build()) {
            ProcessTask<Integer> flood = pool.createProcessTask(HostileChildTests::floods, kind);
            for (int i = 0; i < 20; i++) {
                assertThat(pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS))
                        .isPositive();
            }
            assertThatThrownBy(() -> flood.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(ProcessTaskException.class);
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
        }
    }
}
