package io.asynccpu.internal.process;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * All processes that a worker has started, directly or not. They are found by the {@link WorkerMark} that they inherit. Where there is no
 * {@code /proc}, and for a process that has changed its environment, only living ancestors tell.
 */
public final class Descendants {

    /** Not the number of any process. */
    private static final long NOBODY = 0;

    /** A process may start another one while it is being killed, but not again and again faster than that. */
    private static final int MOST_ROUNDS = 10;

    private final MarkSearch mark;
    private final long root;
    private final ProcessHandle self = ProcessHandle.current();
    private final Set<ProcessHandle> killed = new HashSet<>();

    private Descendants(MarkSearch mark, long root) {
        this.mark = mark;
        this.root = root;
    }

    /** SIGKILL to all processes that carry a worker's mark, and to what they have started. */
    public static void kill(String mark) {
        new Descendants(MarkSearch.of(mark), NOBODY).kill();
    }

    /** By a worker: SIGKILL to all processes that it has started. */
    public static void killOwn(String mark) {
        new Descendants(MarkSearch.of(mark), ProcessHandle.current().pid()).kill();
    }

    /**
     * SIGKILL to all workers of a pool with their descendants, but never to the caller.
     *
     * @param directory of the pool, whose parent is dead
     */
    public static void killPool(Path directory) {
        new Descendants(MarkSearch.beginning(WorkerMark.beginningOf(directory)), NOBODY).kill();
    }

    private void kill() {
        boolean some = true;
        for (int round = 0; some && round < MOST_ROUNDS; round++) {
            ProcessTable processes = ProcessTable.read();
            some = processes == null ? killDescendants() : kill(processes, round == 0);
        }
    }

    /** Whether there may be more. A process for which memory does not suffice must not hide the others. */
    private boolean kill(ProcessTable processes, boolean first) {
        boolean[] found = new boolean[processes.size()];
        boolean some = false;
        for (int i = 0; i < found.length; i++) {
            try {
                found[i] = processes.pid(i) == root || mark.isOn(processes.pid(i));
                // Guard against race with a process that is starting another program, whose environment is empty for a
                // moment; the environment of others is always empty.
                some |= first && mark.wasEmpty() && !processes.hasEnded(i) && !processes.isKernels(i);
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
        // Checked again with the handle in hand. Guard against race with the end of the process and another one that
        // gets its number: a handle knows when its process started.
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
