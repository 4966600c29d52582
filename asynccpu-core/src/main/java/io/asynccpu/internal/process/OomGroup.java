package io.asynccpu.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the kernel ends this JVM together with a worker when memory runs out: {@code memory.oom.group} of
 * control groups.
 */
public final class OomGroup {

    private static final Logger LOG = LoggerFactory.getLogger(OomGroup.class);

    /** The score of a process that the kernel never ends when memory runs out. */
    private static final String SPARED = "-1000";

    private OomGroup() {}

    /**
     * The directory of the control group whose processes the kernel ends all at once; null if no such group contains
     * both processes, or the system does not tell.
     *
     * @param pid of the worker, or of this JVM before there is a worker
     */
    public static @Nullable Path with(long pid) {
        return with(Path.of("/proc"), ProcessHandle.current().pid(), pid);
    }

    /** @param proc mount point of the proc file system */
    static @Nullable Path with(Path proc, long own, long pid) {
        try {
            List<Path> theirs = groups(proc, pid).toList();
            Path group = groups(proc, own)
                    .filter(theirs::contains)
                    .filter(OomGroup::endsAllAtOnce)
                    .findFirst()
                    .orElse(null);
            return group == null || isSpared(proc, own) ? null : group;
        } catch (IOException | RuntimeException e) {
            LOG.debug("Whether the kernel ends process {} together with this one is unknown: {}", pid, e.toString());
            return null;
        }
    }

    private static Stream<Path> groups(Path proc, long pid) throws IOException {
        return ControlGroups.of(proc, pid).stream()
                .filter(lineage -> lineage.version() == 2)
                .flatMap(lineage -> lineage.directories().stream());
    }

    private static boolean endsAllAtOnce(Path group) {
        try {
            return ControlGroups.lines(group.resolve("memory.oom.group")).equals(List.of("1"));
        } catch (IOException notTold) {
            // As in the root of all groups, or where the memory controller ends above the group.
            return false;
        }
    }

    private static boolean isSpared(Path proc, long own) throws IOException {
        Path score = proc.resolve(Long.toString(own)).resolve("oom_score_adj");
        return Files.exists(score) && ControlGroups.lines(score).equals(List.of(SPARED));
    }
}
