package io.asynccpu.protocol;

import java.nio.file.Path;

/**
 * What one worker has in its pool's private directory.
 *
 * @param directory of the pool
 * @param workerId unique in the pool
 */
public record WorkerFiles(Path directory, int workerId) {

    /** Where the parent listens until the child has come. */
    public Path socket() {
        return file("sock");
    }

    /** See {@link StartedTasks}. */
    public Path startedTasks() {
        return file("started");
    }

    /** See {@link Outbox}. */
    public Path outbox() {
        return file("outbox");
    }

    /** Where the JVM writes its report if it crashes. */
    public Path crashReport() {
        return file("crash");
    }

    private Path file(String suffix) {
        return directory.resolve("worker-" + workerId + "." + suffix);
    }
}
