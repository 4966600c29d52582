package io.asynccpu.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.support.SentLine;
import io.asynccpu.support.Thorough;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WireTests {

    static List<Message> messages() {
        byte[] bytes = {1, 2, 3};
        Map<String, Map<String, String>> context = Map.of("mdc", Map.of("k", "ü", "l", ""), "other", Map.of());
        return List.of(
                new Message.Hello(Wire.VERSION, bytes, Long.MAX_VALUE, true),
                new Message.Configure(
                        "pool",
                        1,
                        2,
                        3,
                        "JACKSON",
                        "runtime",
                        Map.of("k", "ü"),
                        null,
                        Map.of("l", "INFO"),
                        Map.of("zone", "UTC")),
                new Message.StateChanged(Map.of("property.ü", "ü"), List.of("locale", "zone")),
                new Message.Levels(Map.of("l", "INFO")),
                new Message.Starting("main"),
                new Message.Ready("ISO-8859-1"),
                new Message.StartFailed(bytes),
                new Message.Learn(3, new Message.Call("name", bytes, null)),
                new Message.Run(7, 1, 0, 0, new Message.Call("name", bytes, null), Map.of(), Payload.NONE),
                new Message.Run(7, 1, 0, 0, new Message.Call("name", null, "target"), Map.of(), Payload.NONE),
                new Message.Run(7, 2, 5, 3, null, Map.of(), Payload.of(bytes)),
                new Message.Run(7, 2, 5, 3, null, context, Payload.of(bytes)),
                new Message.Run(7, 1, 0, 0, new Message.Call("name", bytes, null), context, Payload.of(bytes)),
                new Message.Run(7, 2, 5, 3, null, context, Payload.of(bytes), true),
                new Message.Bound(7),
                new Message.Exiting("thread", 7, "ü", true, bytes),
                new Message.Dump(null),
                new Message.Dump("/tmp/ü.hprof"),
                new Message.Dumped(true, bytes),
                new Message.Recall(List.of(7L, 8L)),
                new Message.Returned(List.of(7L)),
                new Message.Cancel(7, true),
                new Message.Succeeded(7, 1, 2, 3, Payload.of(bytes)),
                new Message.Failed(7, 1, 2, 3, bytes),
                new Message.Stack(7, bytes),
                new Message.Progressed(7, 1, 2, "half"),
                SentLine.of(
                        "logger", 20, null, "line", "thread", Instant.EPOCH, 0, List.of(), Map.of(), Map.of(), null),
                SentLine.of(
                        "logger",
                        20,
                        "FATAL",
                        "line",
                        "thread",
                        Instant.ofEpochSecond(42, 999_999_999),
                        7,
                        List.of(List.of("m", "ü"), List.of("n")),
                        Map.of("k", "ü"),
                        Map.of("s", "ü", "l", 1L, "d", 0.5, "b", true),
                        bytes),
                new Message.Stop());
    }

    private static byte[] body(Frame frame) {
        ByteBuffer rest = frame.rest() == null ? ByteBuffer.allocate(0) : frame.rest();
        byte[] body = new byte[frame.head().getInt()];
        assertThat(frame.head().remaining() + rest.remaining()).isEqualTo(body.length);
        int length = frame.head().remaining();
        frame.head().get(body, 0, length);
        rest.get(body, length, rest.remaining());
        return body;
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageArrivesAsItWasSent(Message message) throws Exception {
        assertThat(Wire.decode(body(Wire.encode(message)), List.of()))
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> a.buffer().equals(b.buffer()), Payload.class)
                .isEqualTo(message);
    }

    @Test
    void aTaskWithoutContextHasNotAByteForIt() {
        Frame run = Wire.encode(new Message.Run(7, 1, 0, 3, null, Map.of(), Payload.of(new byte[16])));
        int fields = Long.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + 1;
        assertThat(run.head().remaining()).isEqualTo(Wire.HEADER + 1 + fields + Integer.BYTES + 16);
    }

    @Test
    void aLongResultIsNotCopiedIntoItsFrame() throws Exception {
        byte[] result = new byte[10_000];
        result[9_999] = 1;
        Frame frame = Wire.encode(new Message.Succeeded(7, 1, 2, 3, Payload.of(result)));
        assertThat(frame.rest()).isNotNull().isEqualTo(ByteBuffer.wrap(result));
        assertThat(frame.rest().array()).isSameAs(result);
        assertThat(frame.head().remaining()).isLessThan(100);
        assertThat(Wire.decode(body(frame), List.of()))
                .isInstanceOfSatisfying(
                        Message.Succeeded.class,
                        message -> assertThat(message.result().buffer()).isEqualTo(ByteBuffer.wrap(result)));
    }

    @Test
    void manyBytesHaveAFrameOfTheirOwnBehindTheArrays() throws Exception {
        byte[] result = new byte[Payload.SMALLEST_ARRAY];
        int[] array = new int[Payload.SMALLEST_ARRAY];
        Frame frame = Wire.encode(new Message.Succeeded(7, 1, 2, 3, Payload.of(result, List.of(array))));
        assertThat(frame.arrays()).hasSize(2);
        assertThat(frame.arrays().get(1)).isSameAs(result);
        byte[] body = body(frame);
        Payload read = ((Message.Succeeded) Wire.decode(body, frame.arrays())).result();
        assertThat(read.buffer().array()).isSameAs(result);
        assertThat(read.arrays()).containsExactly(array);
        for (List<Object> without : List.of(List.of(), List.<Object>of(array))) {
            assertThatThrownBy(() -> Wire.decode(body, without))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("bytes of a payload are missing");
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyTruncationIsRefused(Message message) {
        byte[] body = body(Wire.encode(message));
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> Wire.decode(cut, List.of())).isInstanceOf(ProtocolException.class);
        }
        byte[] longer = Arrays.copyOf(body, body.length + 1);
        assertThatThrownBy(() -> Wire.decode(longer, List.of())).isInstanceOf(ProtocolException.class);
    }

    /** Fields of a log line, each with a count or length that is more than a child sends but stands in the frame. */
    static List<Message> linesBeyondMeasure() {
        Map<String, String> many = new HashMap<>();
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i <= Limits.ENTRIES; i++) {
            many.put("k" + i, "");
            values.put("k" + i, (long) i);
        }
        Map<String, String> large = Map.of("k", "v".repeat(4 * Limits.MAP));
        return List.of(
                line("l".repeat(4 * Limits.NAME), "m", "t", null, Map.of(), Map.of(), null),
                line("l", "m".repeat(4 * Limits.LINE), "t", null, Map.of(), Map.of(), null),
                line("l", "m", "t".repeat(4 * Limits.NAME), null, Map.of(), Map.of(), null),
                line("l", "m", "t", "L".repeat(4 * Limits.LEVEL), Map.of(), Map.of(), null),
                line("l", "m", "t", null, many, Map.of(), null),
                line("l", "m", "t", null, large, Map.of(), null),
                line("l", "m", "t", null, Map.of("k".repeat(4 * Limits.NAME), "v"), Map.of(), null),
                line("l", "m", "t", null, Map.of(), values, null),
                line("l", "m", "t", null, Map.of(), Map.copyOf(large), null),
                line("l", "m", "t", null, Map.of(), Map.of(), new byte[Limits.LINE_FAILURE + 1]));
    }

    private static Message.Logged line(
            String logger,
            String message,
            String thread,
            @Nullable String level,
            Map<String, String> mdc,
            Map<String, Object> values,
            byte @Nullable [] failure) {
        return SentLine.of(logger, 20, level, message, thread, Instant.EPOCH, 0, List.of(), mdc, values, failure);
    }

    @ParameterizedTest
    @MethodSource("linesBeyondMeasure")
    void aLineOfWhichOnePartIsMoreThanAChildSendsIsRefused(Message line) {
        byte[] body = body(Wire.encode(line));
        assertThatThrownBy(() -> LineOrigin.decode(((Message.Logged) Wire.decode(body, List.of())).origin()))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void anOriginArrivesAsItWasSentAndEveryTruncationIsRefused() throws Exception {
        LineOrigin origin = new LineOrigin(
                "logger", 20, "FATAL", "thread", 7, List.of(List.of("m", "ü"), List.of("n")), Map.of("k", "ü"));
        byte[] encoded = origin.encode().copy();
        assertThat(LineOrigin.decode(Payload.of(encoded))).isEqualTo(origin);
        for (int length = 0; length < encoded.length; length++) {
            Payload cut = Payload.of(Arrays.copyOf(encoded, length));
            assertThatThrownBy(() -> LineOrigin.decode(cut)).isInstanceOf(ProtocolException.class);
        }
        Payload longer = Payload.of(Arrays.copyOf(encoded, encoded.length + 1));
        assertThatThrownBy(() -> LineOrigin.decode(longer)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void failuresAndOtherTextsHaveLimitsOfTheirOwn() {
        byte[] failure = new byte[Limits.FAILURE + 1];
        for (Message message : List.of(
                new Message.Failed(1, 2, 3, 4, failure),
                new Message.StartFailed(failure),
                new Message.Stack(1, failure),
                new Message.Dumped(true, new byte[Limits.DUMP + 1]),
                new Message.Progressed(1, 2, 3, "p".repeat(4 * Limits.PROGRESS)))) {
            byte[] body = body(Wire.encode(message));
            assertThatThrownBy(() -> Wire.decode(body, List.of()))
                    .as(message.getClass().getSimpleName())
                    .isInstanceOf(ProtocolException.class);
        }
    }

    /** Each count is that of a field that the message has, after as many bytes. */
    @ParameterizedTest
    @CsvSource({"18, 0", "17, 0", "19, 0", "5, 25"})
    void countsThatTheFrameCannotHoldAreRefusedAtOnce(byte type, int before) {
        for (int count : new int[] {-1, 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            ByteBuffer frame = ByteBuffer.allocate(1 + before + Integer.BYTES + 100)
                    .put(type)
                    .position(1 + before)
                    .putInt(count);
            if (before > 0) {
                // A run with a context.
                frame.put(before, (byte) 2);
            }
            assertThatThrownBy(() -> Wire.decode(frame.array(), List.of()))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("claims " + count);
        }
    }

    @Thorough
    @Test
    void randomBytesAreAMessageOrAProtocolExceptionAndNothingElse() {
        Random random = new Random(1);
        for (int i = Thorough.Extent.of(200_000); i > 0; i--) {
            byte[] noise = new byte[1 + random.nextInt(64)];
            random.nextBytes(noise);
            noise[0] = (byte) random.nextInt(24);
            try {
                assertThat(Wire.decode(noise, List.of())).isNotNull();
            } catch (ProtocolException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }
}
