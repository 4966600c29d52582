package io.asynccpu.internal.process;

import java.util.Arrays;
import java.util.List;

/**
 * The numbers of one process in all namespaces that it is in, from this one inwards: {@code NSpid} of {@code /proc/<pid>/status}.
 *
 * @param pids empty if the process is gone, or the system does not tell
 */
record NamespacePids(ProcessHandle process, List<Long> pids) {

    static NamespacePids of(ProcessHandle process) {
        return new NamespacePids(
                process,
                ProcessStatus.field(process.pid(), "NSpid").stream()
                        .flatMap(numbers -> Arrays.stream(numbers.split("\\s+", -1)))
                        .map(Long::valueOf)
                        .toList());
    }

    /** Whether the process itself sees that number. */
    boolean isLast(long pid) {
        return !pids.isEmpty() && pids.get(pids.size() - 1) == pid;
    }

    int depth() {
        return pids.size();
    }
}
