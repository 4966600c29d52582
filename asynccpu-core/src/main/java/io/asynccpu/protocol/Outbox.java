package io.asynccpu.protocol;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Bytes on their way into the socket. A child's are in a file that it maps: the page belongs to the kernel, so what was put
 * here reaches the parent even if the child dies before it has written it to the socket. So results of short tasks can leave
 * together in one system call, and none is lost with the task that kills the child. Not thread-safe.
 *
 * <pre>
 *   long first, long end: which part of the child's stream stands here | the bytes
 * </pre>
 */
public final class Outbox {

    /** What a socket takes at once by Linux's default, so that large payloads go in few system calls. */
    public static final int CAPACITY = 256 << 10;

    private static final int HEADER = 2 * Long.BYTES;

    static final int SIZE = HEADER + CAPACITY;

    private final ByteBuffer page;
    private final ByteBuffer bytes;
    private long end;
    private int unsent;

    private Outbox(ByteBuffer page) {
        this.page = page;
        this.bytes = page.slice(HEADER, page.capacity() - HEADER);
    }

    /** One that dies with this process. */
    public static Outbox inMemory() {
        return new Outbox(ByteBuffer.allocateDirect(SIZE));
    }

    /** In the parent: makes the empty file. */
    public static FileChannel create(Path file) throws IOException {
        return ChildFile.create(file, SIZE);
    }

    /** In the child: maps the file. */
    public static Outbox map(Path file) throws IOException {
        try (FileChannel channel = ChildFile.open(file)) {
            return new Outbox(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
        }
    }

    /**
     * In the parent, after the child's death: what it had put here and not written to the socket.
     *
     * @param received how many bytes of its stream have come out of the socket
     */
    static ByteBuffer rest(ByteBuffer page, long received) throws ProtocolException {
        long first = page.getLong();
        long end = page.getLong();
        if (first < 0 || end < first || end - first > CAPACITY || received < first || received > end) {
            throw new ProtocolException("Its outbox holds bytes " + first + " to " + end + " of a stream of which "
                    + received + " have come");
        }
        return page.slice(HEADER + (int) (received - first), (int) (end - received));
    }

    /** Takes as many of the bytes as there is room for. */
    public void put(ByteBuffer source) {
        forgetSent();
        int length = Math.min(source.remaining(), bytes.remaining());
        // Without a view of what fits: it would be one object more for each frame.
        bytes.put(bytes.position(), source, source.position(), length).position(bytes.position() + length);
        source.position(source.position() + length);
        added(length);
    }

    /** Takes as many of the elements as there is room for. */
    public void put(ArrayTransfer source) {
        forgetSent();
        int start = bytes.position();
        source.moveTo(bytes);
        added(bytes.position() - start);
    }

    private void forgetSent() {
        if (unsent == bytes.position() && unsent > 0) {
            // All is in the socket. At each moment in between the page says that nothing is left here, which is true.
            set(0, end);
            bytes.clear();
            unsent = 0;
        }
    }

    private void added(int length) {
        end += length;
        // After the bytes: a death in between leaves only whole ones.
        set(Long.BYTES, end);
    }

    /** After all that was put before. A VarHandle would do the same, but takes a starting child as long as a task. */
    private void set(int index, long value) {
        VarHandle.releaseFence();
        page.putLong(index, value);
    }

    /** What is to be written to the socket; then {@link #written}. */
    public ByteBuffer unsent() {
        return bytes.slice(unsent, bytes.position() - unsent);
    }

    public void written(int length) {
        unsent += length;
    }

    public int size() {
        return bytes.position() - unsent;
    }

    /** How many bytes were ever put here. */
    public long end() {
        return end;
    }
}
