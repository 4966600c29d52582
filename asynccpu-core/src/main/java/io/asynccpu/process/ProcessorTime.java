package io.asynccpu.process;

import java.time.Duration;

/**
 * What a process has had of the processors, and whether it wants one.
 *
 * @param used also by threads that have ended
 * @param isWanted whether one of its threads is running, or would be if there was a processor for it; false where the system does
 *     not tell
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
