package io.asynccpu.internal.protocol;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files that a parent shares with one worker. They are open from before the worker's start until its death has been evaluated, so
 * they can be used even if a cleaner or a task has removed them.
 */
public final class WorkerPages implements Closeable {

    private final WorkerFiles files;
    private final int threads;
    private final FileChannel started;
    private final FileChannel outbox;
    private final @Nullable FileChannel arrays;

    private WorkerPages(
            WorkerFiles files, int threads, FileChannel started, FileChannel outbox, @Nullable FileChannel arrays) {
        this.files = files;
        this.threads = threads;
        this.started = started;
        this.outbox = outbox;
        this.arrays = arrays;
    }

    public static WorkerPages create(WorkerFiles files, int threads) throws IOException {
        FileChannel started = StartedTasks.create(files.startedTasks(), threads);
        FileChannel outbox = null;
        try {
            outbox = Outbox.create(files.outbox());
            return new WorkerPages(files, threads, started, outbox, ArrayRing.create(files.arrays()));
        } catch (IOException | RuntimeException | Error e) {
            try (started;
                    FileChannel second = outbox) {
                throw e;
            }
        }
    }

    /** False where there is no shared memory, whatever the child has found there. */
    public boolean hasArrays() {
        return arrays != null;
    }

    /** Returns the parent's end of the ring, for a child that has mapped it. */
    public ArrayRing.Writer arrays() {
        ArrayRing.delete(files.arrays());
        return new ArrayRing.Writer(Objects.requireNonNull(arrays));
    }

    /** Returns the last start of each thread; exact after the death of the worker. */
    public List<StartedTasks.Start> starts() throws IOException {
        return StartedTasks.read(read(started, StartedTasks.size(threads), "The starts of " + files));
    }

    /**
     * Returns, after the worker's death, the bytes that it has not written to the socket.
     *
     * @param received how many bytes of the worker's stream have been received
     * @throws ProtocolException if the content of the outbox is malformed
     * @throws IOException if the outbox cannot be read
     */
    public ByteBuffer rest(long received) throws IOException {
        return Outbox.rest(read(outbox, Outbox.SIZE, "The outbox of " + files), received);
    }

    private static ByteBuffer read(FileChannel page, int size, String what) throws IOException {
        try (DeferredInterrupt deferred = new DeferredInterrupt()) {
            byte[] bytes = ChildFile.read(page, size);
            if (bytes.length != size) {
                throw new IOException(what + " was cut to " + bytes.length + " bytes");
            }
            return ByteBuffer.wrap(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        try (started;
                outbox;
                FileChannel ring = arrays) {
            if (ring != null) {
                ArrayRing.delete(files.arrays());
            }
        }
    }
}
