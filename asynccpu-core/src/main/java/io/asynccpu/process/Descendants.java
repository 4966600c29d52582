package io.asynccpu.process;

import io.asynccpu.protocol.WorkerFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a worker's process has started, directly or not. A process whose own parent has ended is nobody's descendant any
 * more, so each worker's environment holds a mark, which its children inherit; that of a worker of a pool within a task
 * holds the outer worker's mark, too. It is no secret. Where there is no {@code /proc}, and for a process that has changed
 * its environment, only living ancestors tell.
 */
public final class Descendants {

    /** Environment variable that holds the mark, after those of the workers around it. */
    public static final String VARIABLE = "ASYNCCPU_WORKER";

    /** No process has this number. */
    private static final long NOBODY = 0;

    /** A process may start another one while they are killed, but not again and again faster than that. */
    private static final int MOST_ROUNDS = 10;

    private final WorkerMark mark;
    private final long root;
    private final ProcessHandle self = ProcessHandle.current();
    private final Set<ProcessHandle> killed = new HashSet<>();

    private Descendants(WorkerMark mark, long root) {
        this.mark = mark;
        this.root = root;
    }

    /** One that no other worker of this machine has. */
    public static String mark(WorkerFiles files) {
        return poolMark(files.directory()) + files.workerId();
    }

    private static String poolMark(Path directory) {
        return directory.getFileName() + "/";
    }

    /**
     * What the variable holds in a worker.
     *
     * @param outer what it holds in its parent
     */
    public static String marks(@Nullable String outer, WorkerFiles files) {
        return outer == null || outer.isEmpty() ? mark(files) : outer + WorkerMark.SEPARATOR + mark(files);
    }

    /** SIGKILL for all that bear a worker's mark, and what they have started. */
    public static void kill(String mark) {
        new Descendants(WorkerMark.of(mark), NOBODY).kill();
    }

    /** SIGKILL for all that this process has started, a worker's. */
    public static void killOwn(String mark) {
        new Descendants(WorkerMark.of(mark), ProcessHandle.current().pid()).kill();
    }

    /**
     * SIGKILL for all workers of a pool with their offspring, but never for the caller.
     *
     * @param directory of the pool, whose parent is dead
     */
    public static void killPool(Path directory) {
        new Descendants(WorkerMark.beginning(poolMark(directory)), NOBODY).kill();
    }

    private void kill() {
        boolean some = true;
        for (int round = 0; some && round < MOST_ROUNDS; round++) {
            ProcessTable processes = ProcessTable.read();
            some = processes == null ? killDescendants() : kill(processes, round == 0);
        }
    }

    /** Whether there may be more. One process for which memory does not suffice must not hide the others. */
    private boolean kill(ProcessTable processes, boolean first) {
        boolean[] found = new boolean[processes.size()];
        boolean some = false;
        for (int i = 0; i < found.length; i++) {
            try {
                found[i] = processes.pid(i) == root || mark.isOn(processes.pid(i));
                // Guard against race with a process that is becoming another program; but some never have one.
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
        // Asked again with the handle in hand. Guard against race with the end of the process and another one that gets
        // its number: a handle knows when its process started.
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
