package io.asynccpu.process;

import io.asynccpu.protocol.WorkerFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kills the processes that a worker has started, directly or indirectly. The kernel assigns another parent to a process whose own
 * parent has ended, so each worker's environment holds a mark, which descendants inherit. The environment of a worker whose pool runs
 * within a task also holds the mark of the outer worker. Marks are not secret. Without {@code /proc}, and for a process that has changed
 * its environment, only the chain of living parents counts.
 */
public final class Descendants {

    /** The environment variable that holds the mark, after the marks of the outer workers. */
    public static final String VARIABLE = "ASYNCCPU_WORKER";

    /** Not the id of any process. */
    private static final long NOBODY = 0;

    /** A process may start another one while it is being killed. Bounds how often that is followed. */
    private static final int MOST_ROUNDS = 10;

    private final WorkerMark mark;
    private final long root;
    private final ProcessHandle self = ProcessHandle.current();
    private final Set<ProcessHandle> killed = new HashSet<>();

    private Descendants(WorkerMark mark, long root) {
        this.mark = mark;
        this.root = root;
    }

    /** Returns a mark that no other worker of this machine has. */
    public static String mark(WorkerFiles files) {
        return poolMark(files.directory()) + files.workerId();
    }

    private static String poolMark(Path directory) {
        return directory.getFileName() + "/";
    }

    /**
     * Returns the value of the variable in a worker.
     *
     * @param outer the value of the variable in its parent
     */
    public static String marks(@Nullable String outer, WorkerFiles files) {
        return outer == null || outer.isEmpty() ? mark(files) : outer + WorkerMark.SEPARATOR + mark(files);
    }

    /** Sends SIGKILL to all processes with the mark, and to their descendants. */
    public static void kill(String mark) {
        new Descendants(WorkerMark.of(mark), NOBODY).kill();
    }

    /** Sends SIGKILL to all descendants of this process, which is a worker. */
    public static void killOwn(String mark) {
        new Descendants(WorkerMark.of(mark), ProcessHandle.current().pid()).kill();
    }

    /**
     * Sends SIGKILL to all workers of a pool and to their descendants, except to the calling process.
     *
     * @param directory the private directory of the pool, whose parent is dead
     */
    public static void killPool(Path directory) {
        new Descendants(WorkerMark.withPrefix(poolMark(directory)), NOBODY).kill();
    }

    private void kill() {
        boolean some = true;
        for (int round = 0; some && round < MOST_ROUNDS; round++) {
            ProcessTable processes = ProcessTable.read();
            some = processes == null ? killDescendants() : kill(processes, round == 0);
        }
    }

    /** Whether there may be more processes. One that cannot be looked at for want of memory must not protect the others. */
    private boolean kill(ProcessTable processes, boolean first) {
        boolean[] found = new boolean[processes.size()];
        boolean some = false;
        for (int i = 0; i < found.length; i++) {
            try {
                found[i] = processes.pid(i) == root || mark.isOn(processes.pid(i));
                // Guard against race with a process that executes another program just now. Some never have an
                // environment.
                some |= first && mark.wasEmpty() && !processes.hasEnded(i) && !processes.isKernelThread(i);
            } catch (OutOfMemoryError e) {
                some = true;
            }
        }
        processes.spread(found);
        for (int i = 0; i < found.length; i++) {
            try {
                some |= found[i] && !processes.hasEnded(i) && kill(processes, i);
            } catch (OutOfMemoryError e) {
                some = true;
            }
        }
        return some;
    }

    private boolean kill(ProcessTable processes, int index) {
        Optional<ProcessHandle> process = ProcessHandle.of(processes.pid(index));
        // Guard against race with the end of the process and reuse of its id: a handle knows when its process started,
        // so
        // the table's entry is checked again after the handle was obtained.
        return process.isPresent() && processes.isStill(index) && kill(process.get());
    }

    private boolean killDescendants() {
        boolean some = false;
        Optional<ProcessHandle> worker = ProcessHandle.of(root);
        if (worker.isPresent()) {
            for (ProcessHandle process : worker.get().descendants().toList()) {
                some |= kill(process);
            }
        }
        return some;
    }

    private boolean kill(ProcessHandle process) {
        if (process.equals(self) || !killed.add(process)) {
            return false;
        }
        process.destroyForcibly();
        return true;
    }
}
