package io.asynccpu.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTests {

    static List<Message> messages() {
        byte[] bytes = {1, 2, 3};
        Map<String, Map<String, String>> context = Map.of("mdc", Map.of("k", "ü", "l", ""), "other", Map.of());
        return List.of(
                new Message.Hello(Wire.VERSION, bytes),
                new Message.Configure(
                        "pool", 1, 2, 3, "JACKSON", "runtime", Map.of("k", "ü"), null, Map.of("l", "INFO")),
                new Message.Levels(Map.of("l", "INFO")),
                new Message.Ready("ISO-8859-1"),
                new Message.StartFailed(bytes),
                new Message.Learn(3, new Message.Call("name", bytes, null)),
                new Message.Run(7, 1, 0, 0, new Message.Call("name", bytes, null), Map.of(), Payload.NONE),
                new Message.Run(7, 1, 0, 0, new Message.Call("name", null, "target"), Map.of(), Payload.NONE),
                new Message.Run(7, 2, 5, 3, null, Map.of(), Payload.of(bytes)),
                new Message.Run(7, 2, 5, 3, null, context, Payload.of(bytes)),
                new Message.Run(7, 1, 0, 0, new Message.Call("name", bytes, null), context, Payload.of(bytes)),
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
                new Message.Logged(
                        "logger", 20, null, "line", "thread", Instant.EPOCH, 0, List.of(), Map.of(), Map.of(), null),
                new Message.Logged(
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

    @Test
    void randomBytesAreAMessageOrAProtocolExceptionAndNothingElse() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(64)];
            random.nextBytes(noise);
            noise[0] = (byte) random.nextInt(20);
            try {
                assertThat(Wire.decode(noise, List.of())).isNotNull();
            } catch (ProtocolException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }
}
