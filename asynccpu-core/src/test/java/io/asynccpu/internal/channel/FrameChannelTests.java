package io.asynccpu.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.internal.protocol.Admission;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.Wire;
import io.asynccpu.support.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FrameChannelTests {

    private static final long MAX_PAYLOAD = 64 << 20;

    @TempDir
    private Path directory;

    private SocketChannel hereSocket;
    private SocketChannel thereSocket;
    private FrameChannel here;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            thereSocket = SocketChannel.open(address);
            hereSocket = server.accept();
        }
        here = new FrameChannel(hereSocket, MAX_PAYLOAD, Admission.WORKER);
    }

    @AfterEach
    void close() throws IOException {
        here.close();
        thereSocket.close();
    }

    private static Message result(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) size);
        return new Message.Succeeded(1, 2, 3, 4, Payload.of(bytes));
    }

    private static void assertIsResult(@Nullable Message message, int size) {
        ByteBuffer expected = ((Message.Succeeded) result(size)).result().buffer();
        assertThat(message).isInstanceOfSatisfying(Message.Succeeded.class, received -> assertThat(
                        received.result().buffer().equals(expected))
                .isTrue());
    }

    @Test
    void aDeadPeerWhoseSocketIsHeldByAnotherProcessHasAnEnd() throws Exception {
        FrameChannel there = new FrameChannel(thereSocket, MAX_PAYLOAD, Admission.WORKER);
        there.send(result(1000));
        there.send(result(7));
        CompletableFuture<Void> heard = CompletableFuture.runAsync(() -> {
            try {
                assertIsResult(here.receive(), 1000);
                assertIsResult(here.receive(), 7);
                assertThat(here.receive()).isNull();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        here.peerDied();
        heard.get(30, TimeUnit.SECONDS);
    }

    @Test
    void framesOfEverySizeArriveWholeAndInOrder() throws Exception {
        FrameChannel there = new FrameChannel(thereSocket, MAX_PAYLOAD, Admission.WORKER);
        int[] sizes = {0, 1, 100, 65_500, 65_535, 65_536, 65_537, 300_000, 20_000_000, 7};
        CompletableFuture<Void> drain = CompletableFuture.runAsync(() -> drain(there));
        for (int size : sizes) {
            there.send(result(size));
        }
        for (int size : sizes) {
            assertIsResult(here.receive(), size);
        }
        here.close();
        drain.get(30, TimeUnit.SECONDS);
        there.close();
    }

    private static final List<Object> ARRAYS = List.of(
            new Random(1).ints(100_000).toArray(),
            new Random(2).longs(100_001).toArray(),
            new Random(3).doubles(40_000).toArray(),
            "some characters".repeat(20_000).toCharArray(),
            new byte[5_000_001],
            new float[65_536],
            new short[3_000_000]);

    @Test
    void largeArraysOfEveryKindArriveBesideTheirMessage() throws Exception {
        Arrays.fill((byte[]) ARRAYS.get(4), (byte) 4);
        Arrays.fill((float[]) ARRAYS.get(5), 0.1f);
        Arrays.fill((short[]) ARRAYS.get(6), (short) 0x1234);
        FrameChannel there = new FrameChannel(thereSocket, MAX_PAYLOAD, Admission.WORKER);
        CompletableFuture<Void> drain = CompletableFuture.runAsync(() -> drain(there));
        byte[] bytes = {1, 2, 3};
        for (int i = 0; i < 3; i++) {
            there.send(new Message.Succeeded(1, 2, 3, 4, Payload.of(bytes, ARRAYS)));
            there.send(result(7));
        }
        for (int i = 0; i < 3; i++) {
            Payload received = ((Message.Succeeded) here.receive()).result();
            assertThat(received.buffer()).isEqualTo(ByteBuffer.wrap(bytes));
            assertThat(Arrays.deepEquals(received.arrays().toArray(), ARRAYS.toArray()))
                    .isTrue();
            assertIsResult(here.receive(), 7);
        }
        here.close();
        drain.get(30, TimeUnit.SECONDS);
        there.close();
    }

    private void sendRaw(ByteBuffer bytes) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            thereSocket.write(bytes);
        }
    }

    private static ByteBuffer array(int kind, int bytes) {
        return ByteBuffer.allocate(6 + bytes)
                .putInt(2 + bytes)
                .put((byte) 22)
                .put((byte) kind)
                .position(6 + bytes);
    }

    @Test
    void arraysBeforeAMessageThatHasNoneAreRefusedHoweverItIsRead() throws Exception {
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            try {
                sendRaw(array(0, Payload.SMALLEST_ARRAY));
                ByteBuffer failed =
                        Wire.encode(new Message.Failed(1, 2, 3, 4, new byte[3])).head();
                sendRaw(failed.position(failed.limit()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        do {
            // It also returns when the sender was taken off in the middle, who then waits for a reader.
            assertThat(here.awaitEnd(60_000)).isNull();
        } while (!sent.isDone());
        sent.get(30, TimeUnit.SECONDS);
        assertThatThrownBy(here::receive)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("Arrays of 262146 bytes came before a frame of Failed");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1000", "7, 262144", "4, 262145"})
    void anArrayThatIsTooSmallOrOfNoKindOrCutIsRefused(int kind, int bytes) throws Exception {
        sendRaw(ByteBuffer.allocate(6).put(array(kind, bytes).array(), 0, 6));
        assertThatThrownBy(here::receive).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "9, 1048576"})
    void aWrongArrayIsMetAgainByWhoReadsOn(int kind, int bytes) throws Exception {
        ByteBuffer wrong = ByteBuffer.allocate(6).put(array(kind, bytes).array(), 0, 6);
        ByteBuffer end =
                Wire.encode(new Message.Failed(1, 2, 3, 4, new byte[3])).head();
        ByteBuffer pong = Wire.encode(new Message.Pong()).head();
        sendRaw(ByteBuffer.allocate(1000).put(end).put(wrong.duplicate().flip()).put(pong));
        assertThat(here.receive()).isInstanceOf(Message.Failed.class);
        assertThat(here.receiveEndNow()).isNull();
        assertThatThrownBy(here::receive).isInstanceOf(ProtocolException.class);
        close();
        Files.delete(directory.resolve("s"));
        connect();
        sendRaw(wrong);
        assertThat(here.awaitEnd(1)).isNull();
        assertThatThrownBy(here::receive).isInstanceOf(ProtocolException.class);
    }

    @Test
    void arraysWithoutEndAreRefusedAtTheLimitOfAFrame() throws Exception {
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    sendRaw(array(0, 1 << 20));
                }
            } catch (IOException refused) {
                // So it should be.
            }
        });
        assertThatThrownBy(here::receive)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("after arrays of")
                .hasMessageContaining(Long.toString(MAX_PAYLOAD + (64 << 10)));
        here.close();
        sent.get(30, TimeUnit.SECONDS);
    }

    /** The receiving thread is the one that writes what the socket did not take at once. */
    private static void drain(FrameChannel channel) {
        try {
            assertThat(channel.receive()).isNull();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theThreadThatWaitsForThePeerWritesWhatIsLeftToIt() throws Exception {
        FrameChannel there = new FrameChannel(thereSocket, MAX_PAYLOAD, Admission.WORKER);
        Thread receiver = new Thread(() -> drain(there));
        receiver.start();
        for (int round = 0; round < 3; round++) {
            // Before it waits it writes anyway.
            Poll.until("the receiver waits for its peer", () -> Arrays.stream(receiver.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().endsWith("SelectorImpl")));
            there.send(result(10), Delivery.ASSURED_SOON);
            there.send(result(20), Delivery.ASSURED_SOON);
            for (int size : new int[] {10, 20}) {
                assertIsResult(here.awaitEnd(20_000), size);
            }
        }
        here.close();
        receiver.join();
        there.close();
    }

    @Test
    void aSenderNeverBlocksOnAPeerThatDoesNotRead() throws Exception {
        for (int i = 0; i < 64; i++) {
            here.send(result(1 << 20));
        }
        thereSocket.close();
        assertThat(here.receive()).isNull();
        assertThatThrownBy(() -> here.send(result(1))).isInstanceOf(IOException.class);
    }

    @Test
    void anInterruptedSenderDoesNotCloseTheChannel() throws Exception {
        FrameChannel there = new FrameChannel(thereSocket, MAX_PAYLOAD, Admission.WORKER);
        Thread.currentThread().interrupt();
        here.send(result(10));
        here.send(result(11), Delivery.ASSURED);
        assertThat(Thread.interrupted()).isTrue();
        assertIsResult(there.receive(), 10);
        assertIsResult(there.receive(), 11);
        there.close();
    }

    @Test
    void whatThePeerSentBeforeItDiedIsStillReceived() throws Exception {
        FrameChannel there = new FrameChannel(thereSocket, MAX_PAYLOAD, Admission.WORKER);
        here.send(result(8 << 20));
        there.send(result(5));
        there.close();
        assertIsResult(here.receive(), 5);
        assertThat(here.receive()).isNull();
    }

    @Test
    void aClaimedLengthBeyondTheLimitIsRefusedAndCostsNoMemory() throws Exception {
        thereSocket.write(ByteBuffer.allocate(4)
                .putInt((int) MAX_PAYLOAD + (64 << 10) + 1)
                .flip());
        assertThatThrownBy(here::receive).isInstanceOf(ProtocolException.class).hasMessageContaining("67174401");
    }

    @Test
    void negativeAndZeroLengthsAreRefused() throws Exception {
        thereSocket.write(ByteBuffer.allocate(4).putInt(0).flip());
        assertThatThrownBy(here::receive).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aFrameCutShortByThePeersDeathIsTheEnd() throws Exception {
        thereSocket.write(ByteBuffer.allocate(100)
                .putInt(1000)
                .put((byte) 7)
                .position(100)
                .flip());
        thereSocket.close();
        assertThat(here.receive()).isNull();
    }

    @Test
    void closeEndsAWaitingReceiverAndSender() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        CompletableFuture<Boolean> sender = CompletableFuture.supplyAsync(() -> {
            try {
                here.send(result(8 << 20));
                full.countDown();
                here.send(result(1), Delivery.ASSURED);
                return false;
            } catch (IOException closed) {
                return true;
            }
        });
        full.await();
        CompletableFuture<Boolean> receiver = CompletableFuture.supplyAsync(() -> {
            try {
                return here.receive() == null;
            } catch (IOException e) {
                return false;
            }
        });
        here.close();
        assertThat(sender.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(receiver.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoStandsInTakesOnlyEndsOfTasks() throws Exception {
        try (FrameChannel there = new FrameChannel(thereSocket, MAX_PAYLOAD, Admission.WORKER)) {
            assertThat(here.awaitEnd(1)).isNull();
            there.send(result(3));
            there.send(new Message.Pong());
            there.send(result(5));
            assertThat(here.awaitEnd(60_000)).isInstanceOf(Message.Succeeded.class);
            assertThat(here.awaitEnd(60_000)).isNull();
            assertThat(here.receive()).isInstanceOf(Message.Pong.class);
            assertThat(here.awaitEnd(60_000)).isInstanceOf(Message.Succeeded.class);
        }
        assertThat(here.awaitEnd(60_000)).isNull();
        assertThat(here.receive()).isNull();
    }
}
