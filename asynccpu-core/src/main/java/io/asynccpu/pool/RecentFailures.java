package io.asynccpu.pool;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.api.TaskFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The newest failures of a pool's tasks. It holds the exceptions themselves: what they have to say may be users' code, which
 * runs when somebody asks and on that thread. So how much they hold is judged by the bytes that they were made of, which may be
 * of a hostile child; one that could hold too much by itself is left out, but for its class. Thread-safe.
 */
final class RecentFailures {

    static final int MOST = 50;
    static final long MOST_BYTES = 1 << 20;

    private record Entry(TaskFailure failure, long bytes) {}

    // Guarded by this.
    private final Deque<Entry> newestFirst = new ArrayDeque<>(MOST);
    private long bytes;

    /** @param made of so many bytes from the child */
    synchronized void add(TaskFailure failure, long made) {
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

    synchronized List<TaskFailure> toList() {
        return newestFirst.stream().map(Entry::failure).toList();
    }
}
