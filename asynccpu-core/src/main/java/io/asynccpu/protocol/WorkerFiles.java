package io.asynccpu.protocol;

import java.nio.file.Path;
import java.util.List;

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

    /** Where a class path stands that is too long for a command line. */
    public Path arguments() {
        return file("args");
    }

    /** All of them. */
    public List<Path> all() {
        return List.of(socket(), startedTasks(), outbox(), crashReport(), arguments(), rehearsal());
    }

    /** The worker's own temporary directory, wherever such directories are. */
    public Path temporary(Path parent) {
        return parent.resolve("worker-" + workerId + ".tmp");
    }

    /** Where the child tries for a moment how it would clean up. */
    public Path rehearsal() {
        return file("rehearsal");
    }

    private Path file(String suffix) {
        return directory.resolve("worker-" + workerId + "." + suffix);
    }

    @Override
    public String toString() {
        return "worker " + workerId + " in " + directory;
    }
}
