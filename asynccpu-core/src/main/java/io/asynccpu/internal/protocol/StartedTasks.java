package io.asynccpu.internal.protocol;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The task that each thread of a worker has started last, in a small file that the child maps and writes with a few stores before it
 * calls a task. Its page belongs to the kernel, so it is exact after any kind of death, without a message for each task.
 */
public final class StartedTasks {

    /**
     * The last start on one thread.
     *
     * @param taskId 0 if the thread has not started any
     * @param outBytes the bytes that the child had written to standard output by then
     * @param errBytes the bytes that the child had written to standard error by then
     */
    public record Start(long taskId, long outBytes, long errBytes) {}

    private static final int ENTRY = 3 * Long.BYTES;

    private final MappedByteBuffer page;

    private StartedTasks(MappedByteBuffer page) {
        this.page = page;
    }

    static int size(int threads) {
        return threads * ENTRY;
    }

    /** Creates the empty file, in the parent. */
    public static FileChannel create(Path file, int threads) throws IOException {
        return ChildFile.create(file, size(threads));
    }

    /** Maps the file, in the child. */
    public static StartedTasks map(Path file) throws IOException {
        try (FileChannel channel = ChildFile.open(file)) {
            return new StartedTasks(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
        }
    }

    /** Notes, in the child, that the thread starts the task now. */
    public void started(int thread, long taskId, long outBytes, long errBytes) {
        int entry = thread * ENTRY;
        page.putLong(entry + Long.BYTES, outBytes);
        page.putLong(entry + 2 * Long.BYTES, errBytes);
        // Written last, so that after a death in between the task counts as not started.
        VarHandle.releaseFence();
        page.putLong(entry, taskId);
    }

    /** Reads, in the parent, the last start of each thread. */
    static List<Start> read(ByteBuffer page) {
        List<Start> starts = new ArrayList<>();
        while (page.hasRemaining()) {
            starts.add(new Start(page.getLong(), page.getLong(), page.getLong()));
        }
        return starts;
    }
}
