package io.asynccpu.internal.process;

import java.time.Duration;
import java.util.Comparator;
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
    // Another one than the handle's if a program stays alive in front of the JVM.
    private volatile ProcessHandle jvm;
    // Guarded by itself. A dead process does not lead to its children, so they are listed before each signal.
    private final Set<ProcessHandle> descendants = new LinkedHashSet<>();

    /**
     * @param mark on all descendants. A sandbox ends them in any case, but one that is killed while it is put up may leave a process behind
     *     that waits for the rest forever
     */
    public ProcessTree(Process process, String mark) {
        this.process = process;
        this.handle = process.toHandle();
        this.jvm = handle;
        this.mark = mark;
    }

    /** The process that was started: the JVM, or a program in front of it. */
    public Process process() {
        return process;
    }

    /** The number of the JVM's process as this JVM sees it. */
    public long pid() {
        return jvm.pid();
    }

    /**
     * Finds the process of the JVM, which has told its number. It is not the process that was started if a command prefix or a sandbox
     * stays alive in front of it.
     *
     * @param told the number as the JVM itself sees it, perhaps in a namespace of its own
     */
    public void findJvm(long told) {
        if (told == handle.pid()) {
            return;
        }
        ProcessHandle found = null;
        try {
            found = handle.descendants()
                    .map(NamespacePids::of)
                    .filter(each -> each.isLast(told))
                    .max(Comparator.comparingInt(NamespacePids::depth))
                    .map(NamespacePids::process)
                    .orElse(null);
        } catch (RuntimeException e) {
            LOG.debug("What process {} has started is unknown", handle.pid(), e);
        }
        if (found == null) {
            LOG.warn(
                    "Memory and processor time of a worker are those of process {} in front of it, since its JVM is not found"
                            + " among that process's descendants",
                    handle.pid());
        } else {
            jvm = found;
        }
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
        return jvm.info().totalCpuDuration();
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

    /** Asks the JVM to end, by SIGTERM. */
    public void terminate() {
        listDescendants();
        jvm.destroy();
    }

    /** SIGKILL to the process and all its descendants. The JVM is first, so that it does not outlive what is in front of it. */
    public void kill() {
        listDescendants();
        jvm.destroyForcibly();
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
                    return awaitJvm(nanos - (System.nanoTime() - start));
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

    /** What is in front of the JVM may be killed before it. */
    private boolean awaitJvm(long nanos) throws InterruptedException {
        ProcessHandle last = jvm;
        long end = System.nanoTime() + nanos;
        // A zombie counts as alive, and stays one where nobody asks for it.
        while (last != handle && last.isAlive() && !ProcessTable.isGone(last.pid())) {
            if (System.nanoTime() >= end) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
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
