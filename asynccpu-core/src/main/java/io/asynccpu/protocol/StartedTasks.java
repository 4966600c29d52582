package io.asynccpu.protocol;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which task each thread of a worker started last: a small file that the child maps and writes with a few stores before it
 * calls the task. The page belongs to the kernel, so it is exact after any kind of death, without a message per task.
 */
public final class StartedTasks {

    /**
     * The last start on one thread.
     *
     * @param taskId 0 if it never started one
     * @param outBytes what the child had written to standard output by then
     * @param errBytes what the child had written to standard error by then
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

    /** In the parent: makes the empty file. */
    public static FileChannel create(Path file, int threads) throws IOException {
        return ChildFile.create(file, size(threads));
    }

    /** In the child: maps the file. */
    public static StartedTasks map(Path file) throws IOException {
        try (FileChannel channel = ChildFile.open(file)) {
            return new StartedTasks(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
        }
    }

    /** In the child: the thread starts the task now. */
    public void started(int thread, long taskId, long outBytes, long errBytes) {
        int entry = thread * ENTRY;
        page.putLong(entry + Long.BYTES, outBytes);
        page.putLong(entry + 2 * Long.BYTES, errBytes);
        // Last, so that a death in between leaves the task unstarted.
        VarHandle.releaseFence();
        page.putLong(entry, taskId);
    }

    /** In the parent: the last start of each thread. */
    static List<Start> read(ByteBuffer page) {
        List<Start> starts = new ArrayList<>();
        while (page.hasRemaining()) {
            starts.add(new Start(page.getLong(), page.getLong(), page.getLong()));
        }
        return starts;
    }
}
