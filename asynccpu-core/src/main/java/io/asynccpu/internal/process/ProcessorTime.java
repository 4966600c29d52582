package io.asynccpu.internal.process;

import java.time.Duration;

/**
 * The processor time that a process has used, and whether it wants more.
 *
 * @param used also by threads that have ended
 * @param isWanted whether one of its threads is running, or would be if a processor was free; false where the system
 *     does not tell
 */
public record ProcessorTime(Duration used, boolean isWanted) {

    ProcessorTime plus(ProcessorTime other) {
        return new ProcessorTime(used.plus(other.used), isWanted || other.isWanted);
    }

    /** Zero where the system does not tell. */
    static ProcessorTime of(ProcessHandle process) {
        return new ProcessorTime(
                process.info().totalCpuDuration().orElse(Duration.ZERO), ProcessTable.isRunnable(process.pid()));
    }
}
