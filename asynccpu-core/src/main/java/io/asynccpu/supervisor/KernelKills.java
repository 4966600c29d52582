package io.asynccpu.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's count of processes that it killed for want of memory in the control group of one worker: {@code
 * memory.events} of version 2, {@code memory.oom_control} of version 1. The kernel counts before it kills, so a worker's own
 * kill is in the count when its death is known.
 *
 * <p>The count says how many, not who. Workers share groups, and each kill explains one death only: what one worker's death
 * has claimed is no other's. A kill of a stranger in the group while the worker lives can still pass for the worker's, if
 * somebody sends that worker {@code SIGKILL} later.
 */
final class KernelKills {

    /** Whether the kernel did it. */
    enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    private static final Logger LOG = LoggerFactory.getLogger(KernelKills.class);

    private static final Path PROC = Path.of("/proc");

    /** Kills that explain a death, by counter. The counters are the machine's, so all pools of this JVM share them. */
    private static final Map<Path, Long> CLAIMED = new ConcurrentHashMap<>();

    private final Path counter;
    private final long before;

    private KernelKills(Path counter, long before) {
        this.counter = counter;
        this.before = before;
    }

    /** Reads the count as it stands now; null where there is none, as on other systems than Linux. */
    static @Nullable KernelKills watch(long pid) {
        return watch(PROC, pid);
    }

    static @Nullable KernelKills watch(Path proc, long pid) {
        try {
            Path counter = counterOf(proc, pid);
            return counter == null ? null : new KernelKills(counter, read(counter));
        } catch (IOException | RuntimeException e) {
            LOG.debug("What the kernel kills for want of memory is unknown for process {}: {}", pid, e.toString());
            return null;
        }
    }

    boolean countsSameAs(KernelKills other) {
        return counter.equals(other.counter);
    }

    /** After a death by SIGKILL: whether a kill was counted that explains it, which is then used up. */
    Answer claim() {
        long now;
        try {
            now = read(counter);
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} cannot be read any more: {}", counter, e.toString());
            return Answer.UNKNOWN;
        }
        boolean[] claimed = {false};
        CLAIMED.compute(counter, (group, others) -> {
            // More claimed than counted: the group was made anew under the same name.
            long explained = Math.max(before, others == null || others > now ? 0 : others);
            claimed[0] = now > explained;
            return claimed[0] ? Long.valueOf(explained + 1) : others;
        });
        return claimed[0] ? Answer.YES : Answer.NO;
    }

    private static long read(Path counter) throws IOException {
        for (String line : Files.readAllLines(counter)) {
            if (line.startsWith("oom_kill ")) {
                return Long.parseLong(line.substring("oom_kill ".length()).trim());
            }
        }
        throw new IOException(counter + " has no line oom_kill");
    }

    /** The group's file as this process sees it, which in a container is not where the process's own path says. */
    private static @Nullable Path counterOf(Path proc, long pid) throws IOException {
        String version1 = null;
        String version2 = null;
        for (String line : Files.readAllLines(proc.resolve(Long.toString(pid)).resolve("cgroup"))) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && Arrays.asList(fields[1].split(",")).contains("memory")) {
                version1 = fields[2];
            } else if (fields.length == 3 && fields[0].equals("0")) {
                version2 = fields[2];
            }
        }
        for (String mount : Files.readAllLines(proc.resolve("self").resolve("mountinfo"))) {
            Path counter = null;
            String[] halves = mount.split(" - ", 2);
            if (version1 != null && halves.length == 2 && halves[1].matches("cgroup \\S+ (\\S*,)?memory(,\\S*)?")) {
                counter = find(halves[0].split(" "), Path.of(version1), "memory.oom_control");
            } else if (version1 == null && version2 != null && halves.length == 2 && halves[1].startsWith("cgroup2 ")) {
                counter = find(halves[0].split(" "), Path.of(version2), "memory.events");
            }
            if (counter != null) {
                return counter;
            }
        }
        return null;
    }

    /** Of the group or, where the memory controller ends above it, of its nearest ancestor. */
    private static @Nullable Path find(String[] mount, Path group, String file) {
        Path root = Path.of(mount[3].replace("\\040", " "));
        Path top = Path.of(mount[4].replace("\\040", " "));
        Path inside = group.startsWith(root)
                ? root.relativize(group)
                : group.getRoot().relativize(group);
        Path directory = top.resolve(inside).normalize();
        while (directory != null && directory.startsWith(top)) {
            Path counter = directory.resolve(file);
            if (Files.isReadable(counter)) {
                return counter;
            }
            directory = directory.getParent();
        }
        return null;
    }
}
