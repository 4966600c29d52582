package io.asynccpu.internal.protocol;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A buffer of bytes that are to be written to the socket. A child's buffer is a mapped file, whose pages belong to the kernel, so the
 * bytes reach the parent even if the child dies before it has written them to the socket. So results of short tasks can be sent together
 * in one system call, and none is lost with the task that kills the child. Not thread-safe.
 *
 * <pre>
 *   long first, long end: the part of the child's stream that is in the file | the bytes
 * </pre>
 */
public final class Outbox {

    /** The default size of a socket's send buffer on Linux, so that large payloads take few system calls. */
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

    /** Returns an outbox that is lost with this process. */
    public static Outbox inMemory() {
        return new Outbox(ByteBuffer.allocateDirect(SIZE));
    }

    /** Creates the empty file, in the parent. */
    public static FileChannel create(Path file) throws IOException {
        return ChildFile.create(file, SIZE);
    }

    /** Maps the file, in the child. */
    public static Outbox map(Path file) throws IOException {
        try (FileChannel channel = ChildFile.open(file)) {
            return new Outbox(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
        }
    }

    /**
     * Returns, in the parent after the child's death, the bytes that the child has not written to the socket.
     *
     * @param received how many bytes of the child's stream have been received
     */
    static ByteBuffer rest(ByteBuffer page, long received) throws ProtocolException {
        long first = page.getLong();
        long end = page.getLong();
        if (first < 0 || end < first || end - first > CAPACITY || received < first || received > end) {
            throw new ProtocolException("Its outbox has bytes " + first + " to " + end + " of a stream of which "
                    + received + " were received");
        }
        return page.slice(HEADER + (int) (received - first), (int) (end - received));
    }

    /** Takes as many bytes as there is room for. */
    public void put(ByteBuffer source) {
        forgetSent();
        int length = Math.min(source.remaining(), bytes.remaining());
        // Without a view, which would be a further object for each frame.
        bytes.put(bytes.position(), source, source.position(), length).position(bytes.position() + length);
        source.position(source.position() + length);
        added(length);
    }

    /** Takes as many elements as there is room for. */
    public void put(ArrayTransfer source) {
        forgetSent();
        int start = bytes.position();
        source.moveTo(bytes);
        added(bytes.position() - start);
    }

    private void forgetSent() {
        if (unsent == bytes.position() && unsent > 0) {
            // All bytes are in the socket. A death at any moment in between finds an empty outbox, which is right.
            set(0, end);
            bytes.clear();
            unsent = 0;
        }
    }

    private void added(int length) {
        end += length;
        // Written after the bytes, so a death in between leaves whole bytes only.
        set(Long.BYTES, end);
    }

    /** Writes after all earlier stores. A VarHandle would do the same, but its first use takes as long as a task. */
    private void set(int index, long value) {
        VarHandle.releaseFence();
        page.putLong(index, value);
    }

    /** Returns the bytes that are to be written to the socket; {@link #written} confirms them. */
    public ByteBuffer unsent() {
        return bytes.slice(unsent, bytes.position() - unsent);
    }

    public void written(int length) {
        unsent += length;
    }

    public int size() {
        return bytes.position() - unsent;
    }

    /** Returns how many bytes were ever put here. */
    public long end() {
        return end;
    }
}
