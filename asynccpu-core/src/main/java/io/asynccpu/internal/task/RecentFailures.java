package io.asynccpu.internal.task;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.api.TaskFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The newest failures of a pool's tasks. The list keeps the exceptions themselves: their messages may be users' code, which
 * must run on the thread that asks. The bytes from which an exception was made tell how much memory it may hold, and they may
 * come from a hostile child; of an exception that could hold too much, only the class is kept. Thread-safe.
 */
public final class RecentFailures {

    static final int MOST = 50;
    static final long MOST_BYTES = 1 << 20;

    private record Entry(TaskFailure failure, long bytes) {}

    // Guarded by this.
    private final Deque<Entry> newestFirst = new ArrayDeque<>(MOST);
    private long bytes;

    /**
     * @param made the number of the child's bytes of which the failure was made
     */
    public synchronized void add(TaskFailure failure, long made) {
        Entry newest = made > MOST_BYTES ? new Entry(withoutCause(failure, made), 0) : new Entry(failure, made);
        while (!newestFirst.isEmpty() && (newestFirst.size() == MOST || bytes + newest.bytes() > MOST_BYTES)) {
            bytes -= newestFirst.removeLast().bytes();
        }
        newestFirst.addFirst(newest);
        bytes += newest.bytes();
    }

    private static TaskFailure withoutCause(TaskFailure failure, long made) {
        return new TaskFailure(
                failure.taskId(),
                failure.name(),
                failure.workerPid(),
                failure.attempt(),
                failure.at(),
                failure.outcome(),
                new RemoteTaskException(
                        failure.cause().getClass().getName(),
                        "not kept here, since it may hold the " + made
                                + " bytes that it came of; the task's future has it",
                        null));
    }

    /** The newest first. */
    public synchronized List<TaskFailure> toList() {
        return newestFirst.stream().map(Entry::failure).toList();
    }
}
