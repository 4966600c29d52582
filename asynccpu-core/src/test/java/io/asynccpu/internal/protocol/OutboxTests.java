package io.asynccpu.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTests {

    @TempDir
    private Path directory;

    private Path file;
    private WorkerPages pages;
    private Outbox outbox;

    @BeforeEach
    void make() throws IOException {
        WorkerFiles files = new WorkerFiles(directory, 1);
        pages = WorkerPages.create(files, 1);
        file = files.outbox();
        outbox = Outbox.map(file);
    }

    @AfterEach
    void close() throws IOException {
        pages.close();
    }

    private void put(String text) {
        outbox.put(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String rest(long received) throws IOException {
        return StandardCharsets.UTF_8.decode(pages.rest(received)).toString();
    }

    @Test
    void whatWasNotWrittenIsStillThere() throws IOException {
        assertThat(rest(0)).isEmpty();
        put("one");
        put("two");
        assertThat(rest(0)).isEqualTo("onetwo");
        outbox.written(4);
        assertThat(rest(4)).isEqualTo("wo");
        outbox.written(2);
        assertThat(rest(6)).isEmpty();
    }

    @Test
    void theStreamGoesOnAfterAllWasWritten() throws IOException {
        put("one");
        outbox.written(3);
        put("four");
        assertThat(rest(3)).isEqualTo("four");
        assertThat(rest(5)).isEqualTo("ur");
    }

    /** Whatever has been written when the child dies, the socket's part and the rest are the stream. */
    @Test
    void atEachMomentTheReceivedPartAndTheRestAreTheWholeStream() throws IOException {
        Random random = new Random(7);
        StringBuilder stream = new StringBuilder();
        long written = 0;
        for (int i = 0; i < 2000; i++) {
            ByteBuffer bytes = ByteBuffer.wrap(String.valueOf((char) ('a' + i % 26))
                    .repeat(1 + random.nextInt(200))
                    .getBytes(StandardCharsets.UTF_8));
            int before = bytes.remaining();
            outbox.put(bytes);
            stream.append(String.valueOf((char) ('a' + i % 26)).repeat(before - bytes.remaining()));
            assertThat(rest(written)).isEqualTo(stream.substring((int) written));
            int more = random.nextInt(3) == 0 ? outbox.size() : random.nextInt(outbox.size() + 1);
            outbox.written(more);
            written += more;
            assertThat(rest(written)).isEqualTo(stream.substring((int) written));
        }
    }

    @Test
    void moreThanFitsIsTakenInParts() {
        ByteBuffer large = ByteBuffer.allocate(Outbox.CAPACITY + 10);
        outbox.put(large);
        assertThat(large.remaining()).isEqualTo(10);
        outbox.put(large);
        assertThat(large.remaining()).isEqualTo(10);
        outbox.written(Outbox.CAPACITY);
        outbox.put(large);
        assertThat(outbox.size()).isEqualTo(10);
        assertThat(outbox.end()).isEqualTo(Outbox.CAPACITY + 10);
    }

    @Test
    void ofAnArrayOnlyWholeElementsAreTaken() throws IOException {
        put("odd");
        long[] numbers = new long[Outbox.CAPACITY / Long.BYTES];
        numbers[0] = 0x4142434445464748L;
        ArrayTransfer transfer = ArrayTransfer.of(ArrayKind.LONGS, numbers);
        outbox.put(transfer);
        assertThat(outbox.end()).isEqualTo(3 + Outbox.CAPACITY - Long.BYTES);
        assertThat(transfer.isComplete()).isFalse();
        outbox.put(transfer);
        assertThat(outbox.end()).isEqualTo(3 + Outbox.CAPACITY - Long.BYTES);
        assertThat(rest(0)).startsWith("oddHGFEDCBA");
        outbox.written(outbox.size());
        outbox.put(transfer);
        assertThat(transfer.isComplete()).isTrue();
        assertThat(outbox.size()).isEqualTo(Long.BYTES);
    }

    @Test
    void aFileThatMakesNoSenseIsRefused() throws IOException {
        put("abc");
        assertThatThrownBy(() -> pages.rest(4)).hasMessageContaining("of a stream of which 4");
        long[][] lies = {
            {-1, 3}, {3, 1}, {0, Long.MAX_VALUE}, {0, Outbox.CAPACITY + 1L}, {Long.MAX_VALUE, Long.MIN_VALUE}
        };
        for (long[] lie : lies) {
            byte[] bytes = new byte[16 + Outbox.CAPACITY];
            ByteBuffer.wrap(bytes).putLong(lie[0]).putLong(lie[1]);
            Files.write(file, bytes);
            assertThatThrownBy(() -> pages.rest(0)).isInstanceOf(ProtocolException.class);
        }
        Files.write(file, new byte[5]);
        assertThatThrownBy(() -> pages.rest(0))
                .hasMessageContaining("worker 1 in " + directory + " was cut to 5 bytes")
                .isNotInstanceOf(ProtocolException.class);
    }

    /** As when a cleaner or a task removes all that is in the pool's directory. */
    @Test
    void whatWasNotWrittenIsThereThoughTheFileIsGone() throws IOException {
        put("one");
        Files.delete(file);
        put("two");
        assertThat(rest(0)).isEqualTo("onetwo");
    }

    @Test
    void anInterruptNeitherHidesWhatIsThereNorGetsLost() throws IOException {
        put("one");
        Thread.currentThread().interrupt();
        assertThat(rest(0)).isEqualTo("one");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(rest(0)).isEqualTo("one");
    }

    @Test
    void whatStandsInTheWayIsNotWrittenTo() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "mine");
        WorkerFiles files = new WorkerFiles(directory, 2);
        Files.createSymbolicLink(files.outbox(), target);
        assertThatThrownBy(() -> WorkerPages.create(files, 1))
                .hasMessageContaining(files.outbox().toString());
        assertThat(target).hasContent("mine");
    }
}
