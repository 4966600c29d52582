package io.asynccpu.api;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the worker dies while it has the task. The message's first sentence says what happened and what to do.
 */
public class WorkerCrashedException extends ProcessTaskException {

    /**
     * Why a worker died.
     *
     * <p>{@link #KILLED_BY_POOL} and {@link #KILLED_FOR_MEMORY} are known to the pool and the kernel. The others are
     * derived from the exit code, output and crash report that the child left. Code in the child can forge those, but
     * only about itself: nothing that concerns another task is derived from them.
     */
    public enum Cause {
        /** Ended by itself, as {@code System.exit} does. */
        EXITED,
        /** Ended by a signal that neither the pool nor the kernel's memory limit sent. */
        SIGNALLED,
        /** Killed by its own pool; the message says why. */
        KILLED_BY_POOL,
        /** Crashed in native code or in the JVM itself. */
        CRASHED,
        /** Java heap exhausted. */
        HEAP_EXHAUSTED,
        /** An array or a text was requested that exceeds the longest possible one, whatever the heap. */
        ARRAY_TOO_LARGE,
        /** Memory for classes exhausted. */
        METASPACE_EXHAUSTED,
        /** Memory for direct buffers exhausted. */
        DIRECT_MEMORY_EXHAUSTED,
        /** The system allowed no further thread. */
        THREADS_EXHAUSTED,
        /** The system refused memory for the JVM itself. */
        NATIVE_MEMORY_EXHAUSTED,
        /** Code threw an {@code OutOfMemoryError} of its own, with a message that is not one of the JVM's. */
        OUT_OF_MEMORY_THROWN,
        /** Killed by the kernel because its control group, or the machine, had no memory left. */
        KILLED_FOR_MEMORY,
        /** Its process could not be started. */
        NEVER_STARTED;

        /** Whether an {@code OutOfMemoryError} or the system's lack of memory ended the worker. */
        public boolean isOutOfMemory() {
            return switch (this) {
                case HEAP_EXHAUSTED,
                        ARRAY_TOO_LARGE,
                        METASPACE_EXHAUSTED,
                        DIRECT_MEMORY_EXHAUSTED,
                        THREADS_EXHAUSTED,
                        NATIVE_MEMORY_EXHAUSTED,
                        OUT_OF_MEMORY_THROWN,
                        KILLED_FOR_MEMORY -> true;
                case EXITED, SIGNALLED, KILLED_BY_POOL, CRASHED, NEVER_STARTED -> false;
            };
        }
    }

    /**
     * How a worker ended.
     *
     * @param pid its process id; -1 if there was no process
     * @param exitCode as reported by the operating system, 128 plus the signal's number after a signal; -1 without
     *     a process, or if this JVM failed to read it
     * @param signal such as {@code SIGKILL}, or null if it exited by itself; after a crash the signal that the
     *     report names. A {@code Runtime.halt} with the exit code of a signal is taken for that signal;
     *     {@code System.exit} is not
     * @param lastOutput the last lines of standard output and error, oldest first, without control characters:
     *     those since the start of the task, if it had started and only one thread of the worker had run tasks,
     *     otherwise all
     * @param problematicFrame the frame that the JVM's crash report blames, or null without such a report
     * @param crashReport file in which the report is kept, or null
     * @param age from the worker's start to its death
     * @param tasksDone how many tasks had ended on it before
     */
    public record Death(
            long pid,
            int exitCode,
            @Nullable String signal,
            Cause cause,
            List<String> lastOutput,
            @Nullable String problematicFrame,
            @Nullable String crashReport,
            Duration age,
            long tasksDone)
            implements Serializable {

        public Death {
            lastOutput = List.copyOf(lastOutput);
        }
    }

    private final Death death;

    public WorkerCrashedException(String message, Death death, @Nullable Throwable cause) {
        super(message, cause);
        this.death = death;
    }

    /** All that is known of the worker's end. */
    public Death death() {
        return death;
    }

    /** Process id of the dead worker. */
    public long pid() {
        return death.pid();
    }

    /** As reported by the operating system; 128 plus the signal's number after a signal. */
    public int exitCode() {
        return death.exitCode();
    }

    /** {@link Death#signal()}. */
    public @Nullable String signal() {
        return death.signal();
    }

    /** {@link Death#lastOutput()}. */
    public List<String> lastOutput() {
        return death.lastOutput();
    }

    /** The frame that the JVM's crash report blames, or null without such a report. */
    public @Nullable String problematicFrame() {
        return death.problematicFrame();
    }

    /** Where the JVM's crash report is kept; null without a report, or without a directory to keep it in. */
    public @Nullable Path crashReport() {
        return death.crashReport() == null ? null : Path.of(death.crashReport());
    }
}
