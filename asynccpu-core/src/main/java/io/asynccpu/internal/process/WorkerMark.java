package io.asynccpu.internal.process;

import io.asynccpu.internal.protocol.WorkerFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The mark in a worker's environment, which all processes that the worker starts inherit: a process whose parent has ended has no other
 * trace of its origin. A worker of a pool within a task carries the outer worker's mark, too. A mark is not a secret.
 */
public final class WorkerMark {

    /** Environment variable that holds the mark, after those of the workers around it. */
    public static final String VARIABLE = "ASYNCCPU_WORKER";

    /** Between the marks of pools within pools. */
    static final char SEPARATOR = ':';

    private WorkerMark() {}

    /** A mark that no other worker of this machine has. */
    public static String of(WorkerFiles files) {
        return beginningOf(files.directory()) + files.workerId();
    }

    /** With which all marks of a pool begin. */
    static String beginningOf(Path poolDirectory) {
        return poolDirectory.getFileName() + "/";
    }

    /**
     * The value of the variable in a worker.
     *
     * @param outer its value in the worker's parent
     */
    public static String value(@Nullable String outer, WorkerFiles files) {
        return outer == null || outer.isEmpty() ? of(files) : outer + SEPARATOR + of(files);
    }
}
