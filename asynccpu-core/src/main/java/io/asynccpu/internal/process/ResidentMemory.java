package io.asynccpu.internal.process;

/** The resident memory of a process. */
public final class ResidentMemory {

    private static final String UNIT = " kB";

    private ResidentMemory() {}

    /** Returns the resident bytes of the process; -1 if it has ended or the system does not tell. */
    public static long of(long pid) {
        return ProcessStatus.field(pid, "VmRSS")
                .filter(size -> size.endsWith(UNIT))
                .map(size -> Long.parseLong(size.substring(0, size.length() - UNIT.length())) << 10)
                .orElse(-1L);
    }
}
