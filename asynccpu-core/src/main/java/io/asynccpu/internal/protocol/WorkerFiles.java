package io.asynccpu.internal.protocol;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of one worker in the private directory of its pool.
 *
 * @param directory the pool's directory
 * @param workerId unique in the pool
 */
public record WorkerFiles(Path directory, int workerId) {

    /** The socket on which the parent listens until the child has connected. */
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

    /** See {@link ArrayRing}; not in the directory. */
    public Path arrays() {
        return ArrayRing.DIRECTORY.resolve(ArrayRing.prefix(directory) + workerId);
    }

    /** The report of a crash of the JVM. */
    public Path crashReport() {
        return file("crash");
    }

    /** A class path that is too long for a command line. */
    public Path arguments() {
        return file("args");
    }

    /** Returns all in the directory. */
    public List<Path> all() {
        return List.of(socket(), startedTasks(), outbox(), crashReport(), arguments(), rehearsal());
    }

    /** The worker's own temporary directory below the given one. */
    public Path temporary(Path parent) {
        return parent.resolve("worker-" + workerId + ".tmp");
    }

    /** A directory that the child creates and deletes to rehearse its end. */
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
