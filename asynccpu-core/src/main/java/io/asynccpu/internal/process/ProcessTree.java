package io.asynccpu.internal.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a worker with all its descendants.
 *
 * <p>Actors: the worker's own thread, the pool's threads and the timer's thread. Shared state: the descendants seen so
 * far, guarded by their set. A signal to a process that has ended does nothing.
 */
public final class ProcessTree {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Process process;
    // Not Process.destroy(), which would close the streams, and with them the last output.
    private final ProcessHandle handle;
    private final String mark;
    // Guarded by itself. A dead process does not lead to its children, so they are listed before each signal.
    private final Set<ProcessHandle> descendants = new LinkedHashSet<>();

    public ProcessTree(Process process, String mark) {
        this.process = process;
        this.handle = process.toHandle();
        this.mark = mark;
    }

    public Process process() {
        return process;
    }

    /** Remembers its present descendants; to be called before the process may end. */
    public void listDescendants() {
        if (!process.isAlive()) {
            return;
        }
        synchronized (descendants) {
            try {
                process.descendants().forEach(descendants::add);
            } catch (RuntimeException e) {
                // As when no file descriptor is left to list processes; the signal must be sent all the same.
                LOG.warn("What process {} has started is unknown and may outlive it", process.pid(), e);
            }
        }
    }

    public Optional<Duration> processorTime() {
        return handle.info().totalCpuDuration();
    }

    /**
     * Processor time of the process and its descendants, as behind a command prefix; null if the system does not tell.
     */
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

    /** Asks the process to end, by SIGTERM. */
    public void terminate() {
        listDescendants();
        handle.destroy();
    }

    /** SIGKILL to the process and all its descendants. */
    public void kill() {
        listDescendants();
        handle.destroyForcibly();
        killDescendants();
    }

    /**
     * Waits for the end of the process.
     *
     * @return false if the time is over before, or the thread was interrupted
     */
    public boolean awaitEnd(long nanos) {
        long start = System.nanoTime();
        boolean wasGone = false;
        try {
            long left = nanos;
            while (left > 0) {
                if (process.waitFor(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS)) {
                    return true;
                }
                // The JDK's own thread, which asks how the process ended, may have failed, as without memory; or is
                // late.
                boolean isGone = ProcessTable.isGone(process.pid());
                if (isGone && wasGone) {
                    return true;
                }
                wasGone = isGone;
                left = nanos - (System.nanoTime() - start);
            }
        } catch (InterruptedException e) {
            // No other code may interrupt the worker's thread; if it is, the next step is the harder one.
        }
        return false;
    }

    /**
     * SIGKILL to the descendants, of a process that may have ended. A handle knows its process's start time, so it
     * never hits another process with the same number.
     */
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
