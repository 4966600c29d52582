package io.asynccpu.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Which task each thread of a worker started last: a small file that the child maps and writes with one store before it
 * calls the task. The page belongs to the kernel, so it is exact after any kind of death, without a message per task.
 */
public final class StartedTasks {

    private final MappedByteBuffer page;

    private StartedTasks(MappedByteBuffer page) {
        this.page = page;
    }

    /** In the parent: makes the empty file. */
    public static void create(Path file, int threads) throws IOException {
        Files.write(file, new byte[threads * Long.BYTES], StandardOpenOption.CREATE_NEW);
    }

    /** In the child: maps the file. */
    public static StartedTasks map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new StartedTasks(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
        }
    }

    /** In the child: the thread starts the task now. */
    public void started(int thread, long taskId) {
        page.putLong(thread * Long.BYTES, taskId);
    }

    /** In the parent, after the worker's death: the last task of each thread. */
    public static Set<Long> read(Path file) throws IOException {
        Set<Long> tasks = new HashSet<>();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        while (bytes.remaining() >= Long.BYTES) {
            tasks.add(bytes.getLong());
        }
        return tasks;
    }
}
