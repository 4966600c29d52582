package io.asynccpu.internal.fleet;

import io.asynccpu.internal.launch.LaunchSettings;
import io.asynccpu.internal.launch.WorkerLauncher;
import io.asynccpu.internal.process.OomGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Properties of the machine or container that a pool cannot change, and of which it warns. Thread-safe. */
public final class Surroundings {

    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    /** Of all pools, since all find the same. */
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private final LaunchSettings launch;
    private final WorkerLauncher launcher;
    private final LongFunction<@Nullable Path> commonEnd;

    private volatile @Nullable String endsWithWorkers;

    public Surroundings(LaunchSettings launch, WorkerLauncher launcher) {
        this(launch, launcher, OomGroup::with);
    }

    /** @param commonEnd which control group with the process of that number the kernel ends as a whole */
    Surroundings(LaunchSettings launch, WorkerLauncher launcher, LongFunction<@Nullable Path> commonEnd) {
        this.commonEnd = commonEnd;
        this.launch = launch;
        this.launcher = launcher;
        // Workers are born into this JVM's control group, unless a prefix takes them elsewhere.
        if (launch.commandPrefix().isEmpty()) {
            checkGroupOf(ProcessHandle.current().pid());
        }
    }

    /** A worker has started. */
    public void ready(long pid) {
        if (!launch.commandPrefix().isEmpty()) {
            checkGroupOf(pid);
        }
    }

    private void checkGroupOf(long pid) {
        Path group = launcher.startsProcesses() ? commonEnd.apply(pid) : null;
        if (group == null) {
            return;
        }
        String message = "When the memory of the control group " + group
                + " runs out, the kernel ends all processes in it at once, this"
                + " application with its workers, since memory.oom.group is 1 there; so a task that takes too much memory is no"
                + " matter of its worker alone. Keep the sum of all below the group's limit (worker.max-heap, memory-budget), or let"
                + " the kernel end one process only: singleProcessOOMKill: true in the kubelet's configuration, OOMPolicy=continue"
                + " in a unit of systemd";
        endsWithWorkers = message;
        if (WARNED.add(message)) {
            LOG.warn("{}", message);
        }
    }

    public List<String> warnings() {
        return Stream.of(Stream.ofNullable(endsWithWorkers), Stream.ofNullable(launcher.otherCode()))
                .flatMap(one -> one)
                .toList();
    }
}
