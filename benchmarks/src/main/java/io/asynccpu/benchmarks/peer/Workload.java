package io.asynccpu.benchmarks.peer;

/** What peers are asked to do; a size means tasks, or MiB for the echo. */
public enum Workload {
    /** Median of so many no-ops one after the other, in microseconds. */
    ROUND_TRIP,
    /** So many no-ops at once, in tasks a second. */
    BURST,
    /** So many MiB there and back, in MiB a second. */
    ECHO,
    /** From nothing to the first result, in milliseconds; the size does not count. */
    COLD_START
}
