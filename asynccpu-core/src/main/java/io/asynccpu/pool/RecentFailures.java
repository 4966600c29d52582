package io.asynccpu.pool;

import io.asynccpu.api.TaskFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest failures of a pool's tasks. It holds the exceptions themselves: what they have to say may be users' code, which
 * runs when somebody asks and on that thread. Thread-safe.
 */
final class RecentFailures {

    static final int MOST = 50;

    private final Deque<TaskFailure> newestFirst = new ArrayDeque<>(MOST);

    synchronized void add(TaskFailure failure) {
        if (newestFirst.size() == MOST) {
            newestFirst.removeLast();
        }
        newestFirst.addFirst(failure);
    }

    synchronized List<TaskFailure> toList() {
        return new ArrayList<>(newestFirst);
    }
}
