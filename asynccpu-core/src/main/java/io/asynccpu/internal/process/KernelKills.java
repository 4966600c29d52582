package io.asynccpu.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's count of processes that it has killed because memory ran out in the control group of one worker: {@code
 * memory.events} of version 2, {@code memory.oom_control} of version 1. The kernel counts before it kills, so a
 * worker's own kill is in the count when its death is known.
 *
 * <p>The count says how many processes were killed, but not which. Workers share groups, and each kill explains one
 * death only: a kill that one worker's death has claimed does not explain another one. A kill of another process in the
 * group while the worker lives can still pass for the worker's, if the worker is sent {@code SIGKILL} later.
 *
 * <p>Actors: the threads of all workers of this JVM. Shared state: the claimed kills of each counter, guarded by their
 * map.
 */
public final class KernelKills {

    /** Whether the kernel killed the worker. */
    public enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    private static final Logger LOG = LoggerFactory.getLogger(KernelKills.class);

    /** A bound, since a command prefix may give each worker a group of its own. */
    private static final int MOST_CLAIMED = 1_000;

    /**
     * How many kills of each counter explain deaths already. The counters are the machine's, so all pools of this JVM
     * share them. Guarded by itself, together with the reading of a counter, so that no value seems older than it is.
     */
    private static final Map<Path, Long> CLAIMED = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Long> eldest) {
            return size() > MOST_CLAIMED;
        }
    };

    private final Path counter;
    private final long before;

    private KernelKills(Path counter, long before) {
        this.counter = counter;
        this.before = before;
    }

    /**
     * Reads the count now; null where there is none, as on other systems than Linux.
     *
     * @param proc mount point of the proc file system
     */
    public static @Nullable KernelKills watch(Path proc, long pid) {
        try {
            Path counter = counterOf(proc, pid);
            if (counter == null) {
                return null;
            }
            synchronized (CLAIMED) {
                long count = read(counter);
                // More kills are claimed than counted: the group was removed and made again with the same name.
                CLAIMED.computeIfPresent(counter, (group, claimed) -> claimed > count ? null : claimed);
                return new KernelKills(counter, count);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("It is unknown whether the kernel kills process {} when memory runs out: {}", pid, e.toString());
            return null;
        }
    }

    public boolean countsSameAs(KernelKills other) {
        return counter.equals(other.counter);
    }

    /** After a death by SIGKILL: whether an unclaimed kill explains it, which is then claimed. */
    public Answer claim() {
        synchronized (CLAIMED) {
            try {
                long explained = Math.max(before, CLAIMED.getOrDefault(counter, 0L));
                if (read(counter) <= explained) {
                    return Answer.NO;
                }
                CLAIMED.put(counter, explained + 1);
                return Answer.YES;
            } catch (IOException | RuntimeException e) {
                LOG.debug("{} cannot be read any more: {}", counter, e.toString());
                return Answer.UNKNOWN;
            }
        }
    }

    private static long read(Path counter) throws IOException {
        for (String line : ControlGroups.lines(counter)) {
            if (line.startsWith("oom_kill ")) {
                return Long.parseLong(line.substring("oom_kill ".length()).trim());
            }
        }
        throw new IOException(counter + " has no line oom_kill");
    }

    /** The counter of the group or, where the memory controller ends above the group, of its nearest ancestor. */
    private static @Nullable Path counterOf(Path proc, long pid) throws IOException {
        for (ControlGroups.Lineage lineage : ControlGroups.of(proc, pid)) {
            for (Path directory : lineage.directories()) {
                Path counter = directory.resolve(lineage.version() == 1 ? "memory.oom_control" : "memory.events");
                if (Files.isReadable(counter)) {
                    return counter;
                }
            }
        }
        return null;
    }
}
