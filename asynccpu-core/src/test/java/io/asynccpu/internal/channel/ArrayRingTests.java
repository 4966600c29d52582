package io.asynccpu.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.internal.protocol.Admission;
import io.asynccpu.internal.protocol.ArrayRing;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Outbox;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.Wire;
import io.asynccpu.internal.protocol.WorkerFiles;
import io.asynccpu.internal.protocol.WorkerPages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ArrayRingTests {

    private static final Random RANDOM = new Random(19);

    @TempDir
    private Path directory;

    private WorkerPages pages;
    private FrameChannel parent;
    private FrameChannel child;

    @BeforeEach
    void connect() throws IOException {
        WorkerFiles files = new WorkerFiles(directory, 1);
        pages = WorkerPages.create(files, 1);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            child = FrameChannel.ofChild(
                    SocketChannel.open(address), Outbox.map(files.outbox()), ArrayRing.Reader.map(files.arrays()));
            parent = FrameChannel.ofParent(server.accept(), 1 << 20, new PeerRemains.None());
        }
        parent.passArraysThrough(pages.arrays());
        child.send(new Message.Hello(Wire.VERSION, new byte[32], 1, false));
        child.send(new Message.Ready("UTF-8"));
        parent.receive();
        parent.receive();
    }

    @AfterEach
    void close() throws IOException {
        parent.close();
        child.close();
        pages.close();
    }

    private static Message.Run run(long id, Object... arrays) {
        return new Message.Run(id, 1, 0, 0, null, Map.of(), Payload.of(new byte[] {1, 2, 3}, List.of(arrays)));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** As the worker's own thread: handles what the child answers until the channel is closed. */
    private CompletableFuture<Void> receivingInParent() {
        return CompletableFuture.runAsync(() -> {
            try {
                parent.receive();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void nothingButTheOpenFileIsLeftOnceBothSidesHaveIt() {
        assertThat(new WorkerFiles(directory, 1).arrays()).doesNotExist();
    }

    private Message.Run received() throws IOException {
        return (Message.Run) child.receive();
    }

    static Stream<Object> arrays() {
        return Stream.of(
                bytes(256 << 10),
                bytes((256 << 10) + 1),
                bytes(5_000_001),
                RANDOM.ints(100_001).toArray(),
                RANDOM.longs(1_000_000).toArray(),
                RANDOM.doubles(300_003).toArray(),
                "x\uD800y".repeat(100_000).toCharArray());
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void arraysComeThroughTheRingAndNotThroughTheSocket(Object array) throws Exception {
        CompletableFuture<Void> receiving = receivingInParent();
        long before = child.bytesReceived();
        parent.send(run(7, array, array));
        Message.Run run = received();
        assertThat(run.taskId()).isEqualTo(7);
        assertThat(run.arguments().arrays()).hasSize(2).allMatch(came -> Objects.deepEquals(came, array));
        assertThat(child.bytesReceived() - before).isLessThan(2_000);
        child.close();
        receiving.get(30, TimeUnit.SECONDS);
    }

    @Test
    void messagesBehindAnArrayKeepTheirOrder() throws Exception {
        receivingInParent();
        byte[] array = bytes(3 << 20);
        parent.send(run(1, array));
        parent.send(new Message.Ping());
        parent.send(run(2, array));
        parent.send(run(3));
        assertThat(received().arguments().arrays()).hasSize(1).allMatch(came -> Objects.deepEquals(came, array));
        assertThat(child.receive()).isInstanceOf(Message.Ping.class);
        assertThat(received().arguments().arrays()).hasSize(1).allMatch(came -> Objects.deepEquals(came, array));
        assertThat(received().taskId()).isEqualTo(3);
    }

    @Test
    void withoutAFileArraysComeThroughTheSocket() throws Exception {
        // As when the disk is full, or an interrupt has closed the file.
        pages.close();
        receivingInParent();
        byte[] array = bytes(3 << 20);
        long before = child.bytesReceived();
        parent.send(run(1, array));
        parent.send(run(2, array));
        assertThat(received().arguments().arrays()).hasSize(1).allMatch(came -> Objects.deepEquals(came, array));
        assertThat(received().arguments().arrays()).hasSize(1).allMatch(came -> Objects.deepEquals(came, array));
        assertThat(child.bytesReceived() - before).isGreaterThan(6 << 20);
    }

    @Test
    void theRestOfAnArrayWhoseFileFailsOnTheWayComesThroughTheSocket() throws Exception {
        byte[] array = bytes(3 << 20);
        // As much as there is room for, since no piece is taken yet.
        parent.send(run(1, array));
        pages.close();
        receivingInParent();
        assertThat(received().arguments().arrays()).hasSize(1).allMatch(came -> Objects.deepEquals(came, array));
        parent.send(run(2, array));
        assertThat(received().arguments().arrays()).hasSize(1).allMatch(came -> Objects.deepEquals(came, array));
    }

    @Test
    void anInterruptedSenderUsesTheRingAndStaysInterrupted() throws Exception {
        receivingInParent();
        byte[] array = bytes(300_000);
        long before = child.bytesReceived();
        Thread.currentThread().interrupt();
        parent.send(run(1, array));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(received().arguments().arrays()).hasSize(1).allMatch(came -> Objects.deepEquals(came, array));
        assertThat(child.bytesReceived() - before).isLessThan(2_000);
    }

    @Test
    void aChildThatTakesPiecesThatWereNotSentIsRefused() throws Exception {
        child.close();
        FrameParser parser = new FrameParser(1 << 20, Admission.WORKER, null);
        parser.target().put(Wire.taken());
        parser.received();
        assertThat(Wire.isTaken(parser.next())).isTrue();
        ArrayRing.Writer ring = pages.arrays();
        assertThatThrownBy(ring::taken).isInstanceOf(ProtocolException.class).hasMessageContaining("than were sent");
    }

    @Test
    void aPieceWithoutAnArrayIsRefused() {
        FrameParser parser = new FrameParser(1 << 20, Admission.PARENT, null);
        parser.target().put(Wire.piece());
        parser.received();
        assertThatThrownBy(parser::next).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aFileThatSomebodyElseHasMadeAtItsPathIsNotUsed() throws Exception {
        WorkerFiles files = new WorkerFiles(directory, 2);
        Files.createFile(files.arrays());
        try (WorkerPages other = WorkerPages.create(files, 1)) {
            assertThat(other.hasArrays()).isFalse();
        } finally {
            Files.delete(files.arrays());
        }
    }

    @Test
    void whatADeadParentHasLeftIsDeleted() throws Exception {
        WorkerFiles dead = new WorkerFiles(directory.resolve("asynccpu-1-dead"), 3);
        WorkerFiles alive = new WorkerFiles(directory.resolve("asynccpu-1-deadly"), 3);
        Files.createFile(dead.arrays());
        Files.createFile(alive.arrays());
        // A task can make anything there; the rest is deleted nevertheless.
        Path other = new WorkerFiles(dead.directory(), 2).arrays();
        Files.createFile(Files.createDirectory(other).resolve("file"));
        try {
            ArrayRing.deleteAllOf(dead.directory());
            assertThat(dead.arrays()).doesNotExist();
            assertThat(alive.arrays()).exists();
        } finally {
            Files.deleteIfExists(dead.arrays());
            Files.delete(alive.arrays());
            Files.delete(other.resolve("file"));
            Files.delete(other);
        }
    }
}
