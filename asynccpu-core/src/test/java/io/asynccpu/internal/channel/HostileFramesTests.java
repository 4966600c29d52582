package io.asynccpu.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.asynccpu.internal.protocol.Admission;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.Wire;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile child may write into its socket, and what that costs the parent. */
class HostileFramesTests {

    private static final long MAX_PAYLOAD = 128 << 20;

    private static final int CLAIM = 120 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static void feed(FrameParser parser, ByteBuffer bytes) {
        ByteBuffer target = parser.target();
        int length = Math.min(target.remaining(), bytes.remaining());
        target.put(bytes.slice(bytes.position(), length));
        bytes.position(bytes.position() + length);
        parser.received();
    }

    private static ByteBuffer header(int length, int type) {
        return ByteBuffer.allocate(5).putInt(length).put((byte) type).flip();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 99
            })
    void aClaimBeyondTheLimitOfItsKindIsRefusedAtItsHeaderAndCostsNothing(int type) {
        FrameParser parser = new FrameParser(MAX_PAYLOAD, Admission.WORKER, null);
        feed(parser, header(CLAIM, type));
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(parser::next).isInstanceOf(ProtocolException.class);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(200_000);
        // Whoever reads on meets it again.
        assertThatThrownBy(parser::next).isInstanceOf(ProtocolException.class);
    }

    @Test
    void beforeItIsReadyAChildHasNoMemoryOfTheParents() throws Exception {
        for (Admission who : List.of(Admission.STRANGER, Admission.STARTING)) {
            for (int type : new int[] {7, 8, 22}) {
                FrameParser parser = new FrameParser(MAX_PAYLOAD, who, null);
                feed(parser, header(CLAIM, type));
                assertThatThrownBy(parser::next)
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining(who.name());
            }
        }
    }

    @Test
    void whatAChildMaySayFollowsItsStages() throws Exception {
        FrameParser parser = new FrameParser(MAX_PAYLOAD, Admission.STRANGER, null);
        Message.Succeeded result = new Message.Succeeded(1, 2, 3, 4, Payload.of(new byte[100_000]));
        for (Message message :
                List.of(new Message.Hello(Wire.VERSION, new byte[32], 1, false), new Message.Ready("UTF-8"), result)) {
            ByteBuffer rest = Wire.encode(message).rest();
            feed(parser, Wire.encode(message).head());
            byte[] frame = parser.next();
            while (frame == null && rest != null && rest.hasRemaining()) {
                ByteBuffer part = rest.slice(rest.position(), Math.min(rest.remaining(), 1_000));
                rest.position(rest.position() + part.remaining());
                feed(parser, part);
                frame = parser.next();
            }
            assertThat(frame).isNotNull();
            assertThat(parser.decode(frame)).isInstanceOf(message.getClass());
        }
        feed(
                parser,
                Wire.encode(new Message.Hello(Wire.VERSION, new byte[32], 1, false))
                        .head());
        assertThatThrownBy(parser::next).hasMessageContaining("Hello");
    }

    /** A stream of frames of all kinds, most of them sound at their header, and noise in them. */
    @Test
    void ofWhateverStreamTheParentAllocatesNoMoreThanAFewTimesWhatHasCome() {
        Random random = new Random(16);
        for (int round = 0; round < 20_000; round++) {
            FrameParser parser = new FrameParser(1 << 20, Admission.values()[random.nextInt(3)], null);
            long allocated = 0;
            long came = 0;
            try {
                while (came < 200_000) {
                    ByteBuffer bytes = noise(random);
                    came += bytes.remaining();
                    long before = THREADS.getCurrentThreadAllocatedBytes();
                    while (bytes.hasRemaining()) {
                        feed(parser, bytes);
                        byte[] frame;
                        while ((frame = parser.next()) != null) {
                            parser.decode(frame);
                        }
                    }
                    allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
                }
            } catch (ProtocolException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
            assertThat(allocated).isLessThan((1 << 20) + 40 * came);
        }
    }

    private static ByteBuffer noise(Random random) {
        byte[] body = new byte[1 + random.nextInt(random.nextBoolean() ? 64 : 8_000)];
        if (random.nextBoolean()) {
            random.nextBytes(body);
        }
        body[0] = (byte) random.nextInt(24);
        int claim = random.nextInt(4) == 0 ? random.nextInt() >>> random.nextInt(31) : body.length;
        return ByteBuffer.allocate(4 + body.length).putInt(claim).put(body).flip();
    }
}
