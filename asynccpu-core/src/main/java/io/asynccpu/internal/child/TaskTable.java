package io.asynccpu.internal.child;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tasks of a worker: those that wait for a thread, and the one that each thread runs. Guarded by the {@link TaskHandoff}. */
final class TaskTable {

    private final Map<Long, RunningTask> waiting = new LinkedHashMap<>();
    private final @Nullable RunningTask[] running;

    TaskTable(int threads) {
        running = new @Nullable RunningTask[threads];
    }

    void add(RunningTask task) {
        waiting.put(task.taskId(), task);
    }

    boolean areWaiting() {
        return !waiting.isEmpty();
    }

    RunningTask takeFirst() {
        Iterator<RunningTask> tasks = waiting.values().iterator();
        RunningTask first = tasks.next();
        tasks.remove();
        return first;
    }

    /** Returns the ids of those that were waiting. */
    List<Long> removeWaiting(List<Long> taskIds) {
        List<Long> removed = new ArrayList<>();
        for (Long taskId : taskIds) {
            if (waiting.remove(taskId) != null) {
                removed.add(taskId);
            }
        }
        return removed;
    }

    void begin(int thread, RunningTask task) {
        running[thread] = task;
    }

    void end(int thread) {
        running[thread] = null;
    }

    /** Returns null if no thread runs the task. */
    @Nullable
    RunningTask find(long taskId) {
        for (RunningTask task : running) {
            if (task != null && task.taskId() == taskId) {
                return task;
            }
        }
        return null;
    }

    List<RunningTask> running() {
        return Arrays.stream(running).filter(Objects::nonNull).toList();
    }
}
