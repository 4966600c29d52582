package io.asynccpu.process;

import io.asynccpu.concurrent.Timer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's process with all that it started. Thread-safe. */
public final class ProcessTree {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);

    private final Process process;
    // Process.destroy() would close the streams, too, and with them the worker's last words.
    private final ProcessHandle handle;
    private final String mark;
    private final Timer timer;
    // Guarded by itself. Nothing leads from a dead process to its children, so they are listed before each blow.
    private final Set<ProcessHandle> descendants = new LinkedHashSet<>();

    public ProcessTree(Process process, String mark, Timer timer) {
        this.process = process;
        this.handle = process.toHandle();
        this.mark = mark;
        this.timer = timer;
    }

    public Process process() {
        return process;
    }

    /** To be called before the process may end. */
    public void listDescendants() {
        if (!process.isAlive()) {
            return;
        }
        synchronized (descendants) {
            try {
                process.descendants().forEach(descendants::add);
            } catch (RuntimeException e) {
                // As when no file descriptor is left to list processes; the kill must come all the same.
                LOG.warn("What process {} has started is unknown and may outlive it", process.pid(), e);
            }
        }
    }

    public Optional<Duration> processorTime() {
        return handle.info().totalCpuDuration();
    }

    /** Of the process and of what it has started, as behind a command prefix; null if the system does not tell. */
    public @Nullable ProcessorTime processorTimeOfAll() {
        if (processorTime().isEmpty()) {
            return null;
        }
        ProcessorTime own = ProcessorTime.of(handle);
        try {
            return handle.descendants().map(ProcessorTime::of).reduce(own, ProcessorTime::plus);
        } catch (RuntimeException e) {
            LOG.debug("What process {} has started is unknown", process.pid(), e);
            return own;
        }
    }

    /** Asks by SIGTERM, kills after the grace period. */
    public void terminate(long graceNanos) {
        listDescendants();
        handle.destroy();
        timer.after(graceNanos, this::kill);
    }

    /** SIGKILL for all of it. */
    public void kill() {
        listDescendants();
        handle.destroyForcibly();
        killDescendants();
    }

    /** For what the process left behind. A handle knows its process's start time, so it never hits a successor. */
    public void killDescendants() {
        synchronized (descendants) {
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
        try {
            Descendants.kill(mark);
        } catch (RuntimeException e) {
            LOG.warn("What process {} has started may outlive it", process.pid(), e);
        }
    }
}
