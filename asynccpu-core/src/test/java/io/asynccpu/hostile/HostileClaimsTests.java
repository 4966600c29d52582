package io.asynccpu.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.support.ChildChannel;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.SentLine;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Children that send 120 MB where a few bytes are meant. */
@Timeout(120)
@PoolTest
class HostileClaimsTests {

    private static final int HUGE = 120 << 20;

    /** Far less than it would take to read all of it, make objects of it and collect these. */
    private static final long SOON = 20;

    /** In the child: a frame of that type with as much in it as it claims, as fast as the parent takes it. */
    public static int claims(byte type) throws Exception {
        ChildChannel.sendRaw(ByteBuffer.allocate(5).putInt(HUGE).put(type).flip());
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        for (int sent = 0; sent < HUGE; sent += chunk.capacity()) {
            ChildChannel.sendRaw(chunk.clear());
        }
        new CountDownLatch(1).await();
        return 0;
    }

    @Test
    void whoClaimsMoreThanItsMessageMayHaveIsKilledAtTheHeaderAndTheNextTaskIsAnswered() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .spareWorkers(1)
                .maxPayload(HUGE)
                .cancelTasksWhenShutdown(true)
                .build()) {
            // Each kind that a child sends but results, and two that only a parent sends.
            for (byte type : new byte[] {8, 9, 10, 11, 14, 18, 21, 19, 5}) {
                ProcessTask<Integer> task = pool.createProcessTask(HostileClaimsTests::claims, type);
                assertThatThrownBy(() -> task.get(SOON, TimeUnit.SECONDS))
                        .as("type " + type)
                        .cause()
                        .isInstanceOf(WorkerCrashedException.class)
                        .hasMessageContaining("it sent an invalid message: A frame of");
                assertThat(pool.createProcessTask(Tasks::pid).get(SOON, TimeUnit.SECONDS))
                        .isNotEqualTo(task.workerPid());
            }
        }
    }

    /** What a child may put into fields of messages that are sound as such. */
    public enum Field120 {
        LOG_ARGUMENTS,
        LOG_CONTEXT,
        LOG_MESSAGE,
        LOG_THREAD,
        LOG_LOGGER,
        LOG_FAILURE,
        FAILURE,
        STACK,
        PROGRESS,
        DUMP,
        RETURNED,
        LEVELS,
        ARRAYS_BEFORE_A_LINE
    }

    private static final String TEXT = "x";

    /** In the child. */
    public static int fills(Field120 field) throws Exception {
        long id = TaskContext.current().taskId();
        byte[] bytes = new byte[HUGE];
        String text = TEXT.repeat(field.name().startsWith("LOG") || field == Field120.PROGRESS ? HUGE : 1);
        ChildChannel.channel().send(message(field, id, bytes, text), Delivery.ASSURED);
        new CountDownLatch(1).await();
        return 0;
    }

    private static Message message(Field120 field, long id, byte[] bytes, String text) {
        return switch (field) {
            case LOG_ARGUMENTS -> line("l", "m", "t", Map.of(), many());
            case LOG_CONTEXT -> line("l", "m", "t", Map.of("k", text), Map.of());
            case LOG_MESSAGE -> line("l", text, "t", Map.of(), Map.of());
            case LOG_THREAD -> line("l", "m", text, Map.of(), Map.of());
            case LOG_LOGGER -> line(text, "m", "t", Map.of(), Map.of());
            case LOG_FAILURE ->
                SentLine.of("l", 20, null, "m", "t", Instant.now(), 0, List.of(), Map.of(), Map.of(), bytes);
            case FAILURE -> new Message.Failed(id, 0, 0, 0, bytes);
            case STACK -> new Message.Stack(id, bytes);
            case PROGRESS -> new Message.Progressed(id, 1, 2, text);
            case DUMP -> new Message.Dumped(true, bytes);
            case RETURNED -> {
                List<Long> ids = new ArrayList<>();
                for (int i = 0; i < 1_000_000; i++) {
                    ids.add(id);
                }
                yield new Message.Returned(ids);
            }
            case LEVELS -> {
                Map<String, String> levels = new HashMap<>();
                for (int i = 0; i < 1_000_000; i++) {
                    levels.put("made.up." + i, "INFO");
                }
                yield new Message.Levels(levels);
            }
            case ARRAYS_BEFORE_A_LINE ->
                new Message.Run(id, 1, 0, 0, null, Map.of(), Payload.of(new byte[0], List.of(bytes)));
        };
    }

    private static Map<String, Object> many() {
        Map<String, Object> many = new HashMap<>();
        for (int i = 0; i < 1_000_000; i++) {
            many.put("key " + i, (long) i);
        }
        return many;
    }

    private static Message.Logged line(
            String logger, String message, String thread, Map<String, String> mdc, Map<String, Object> values) {
        return SentLine.of(logger, 20, null, message, thread, Instant.now(), 0, List.of(), mdc, values, null);
    }

    @Thorough
    @Test
    void whoFillsAFieldBeyondAllMeasureIsKilledAndTheNextTaskIsAnswered() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .spareWorkers(1)
                .maxPayload(HUGE)
                .maxHeap(1L << 30)
                .cancelTasksWhenShutdown(true)
                .build()) {
            for (Field120 field : Thorough.Extent.of(List.of(Field120.values()))) {
                ProcessTask<Integer> task = pool.createProcessTask(HostileClaimsTests::fills, field);
                assertThatThrownBy(() -> task.get(2 * SOON, TimeUnit.SECONDS))
                        .as(field.name())
                        .cause()
                        .isInstanceOf(WorkerCrashedException.class)
                        .hasMessageContaining("it sent an invalid message");
                assertThat(pool.createProcessTask(Tasks::pid).get(SOON, TimeUnit.SECONDS))
                        .isNotEqualTo(task.workerPid());
            }
        }
    }

    /** In the child, which is not ready: a result of nobody's task, and then deaf. */
    public static final class AnswersTooEarly implements WorkerConfigurer {

        @Override
        public void configure() throws Exception {
            ChildChannel.sendRaw(
                    ByteBuffer.allocate(5).putInt(HUGE).put((byte) 7).flip());
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aChildThatIsNotReadyHasNothingToSayButThat() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxPayload(HUGE)
                .startupTimeout(Duration.ofSeconds(60))
                .shutdownGracePeriod(Duration.ofSeconds(60))
                .workerConfigurer(AnswersTooEarly.class)
                .build()) {
            ProcessTask<Long> task = pool.createProcessTask(Tasks::pid);
            assertThatThrownBy(() -> task.get(2 * SOON, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("A frame of Succeeded came, which a peer in state STARTING must not send");
        }
    }

    /** In the child: refuses in many words. */
    public static final class RefusesAtLength implements WorkerConfigurer {

        @Override
        public void configure() {
            throw new IllegalStateException("no ".repeat(1_000_000));
        }
    }

    /** Each of the tasks that wait has a message of its own. */
    @Test
    void aRefusalInManyWordsIsToldToEachTaskInFew() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .workerConfigurer(RefusesAtLength.class)
                .build()) {
            List<ProcessTask<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                tasks.add(pool.createProcessTask(Tasks::pid));
            }
            for (ProcessTask<Long> task : tasks) {
                assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(WorkerStartException.class)
                        .hasMessageContaining("IllegalStateException: no no")
                        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(3_000));
            }
        }
    }
}
