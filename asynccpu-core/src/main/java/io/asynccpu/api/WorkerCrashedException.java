package io.asynccpu.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The worker died while it had the task. */
public class WorkerCrashedException extends ProcessTaskException {

    /**
     * How a worker ended.
     *
     * @param pid its process id
     * @param exitCode as the operating system gave it; 128 plus the signal's number after a signal
     * @param signal such as {@code SIGKILL}, or null if it exited by itself
     * @param lastOutput the last lines of its standard output and error, oldest first
     * @param problematicFrame the frame that the JVM's crash report blames, or null without such a report
     */
    public record Death(
            long pid,
            int exitCode,
            @Nullable String signal,
            List<String> lastOutput,
            @Nullable String problematicFrame) implements java.io.Serializable {

        public Death {
            lastOutput = List.copyOf(lastOutput);
        }
    }

    private final Death death;

    public WorkerCrashedException(String message, Death death, @Nullable Throwable cause) {
        super(message, cause);
        this.death = death;
    }

    /** Process id of the dead worker. */
    public long pid() {
        return death.pid();
    }

    public int exitCode() {
        return death.exitCode();
    }

    /** Name of the signal that ended the worker, such as {@code SIGKILL}; null if it exited by itself. */
    public @Nullable String signal() {
        return death.signal();
    }

    /** Last lines that the worker wrote to standard output and error, oldest first. */
    public List<String> lastOutput() {
        return death.lastOutput();
    }

    /** The frame that the JVM's crash report blames, or null without such a report. */
    public @Nullable String problematicFrame() {
        return death.problematicFrame();
    }
}
