package io.asynccpu.internal.fastpath;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that were sent to one worker before it is free, in the order in which it will start them. Guarded by the pool's lock.
 *
 * @param <T> a task's place at the worker, which is the pool's
 */
public final class PrefetchedTasks<T extends PrefetchedTasks.Prefetched> {

    /** A task's place at the worker, as far as prefetching must know. */
    public interface Prefetched {

        /** Whether the worker has the task. */
        boolean isSent();

        /** The worker is being asked to give the task back, if it has not started it. */
        void recall();
    }

    private final Map<Long, T> tasks = new LinkedHashMap<>();
    private long progressNanos;
    private boolean recalling;

    public void add(long taskId, T task) {
        tasks.put(taskId, task);
    }

    public @Nullable T find(long taskId) {
        return tasks.get(taskId);
    }

    /** Does nothing if the task is not here. */
    public void remove(long taskId) {
        tasks.remove(taskId);
    }

    /** Removes the task that the worker starts next; null if there is none. */
    public @Nullable T poll() {
        if (tasks.isEmpty()) {
            return null;
        }
        var next = tasks.values().iterator();
        T first = next.next();
        next.remove();
        return first;
    }

    public int size() {
        return tasks.size();
    }

    public void copyTo(List<? super T> list) {
        list.addAll(tasks.values());
    }

    public void clear() {
        tasks.clear();
    }

    /** The worker has come to a task at that time. */
    public void progressed(long nanos) {
        progressNanos = nanos;
    }

    /** Tasks that were recalled are back by now, or have started. */
    public void taskEnded() {
        recalling = false;
    }

    /** How many more tasks may be prefetched, if at most so many may wait here. */
    public int room(int most) {
        int room = most - tasks.size();
        return room > 0 && !recalling && !isSlow(PrefetchWindow.HORIZON) ? room : 0;
    }

    /** Whether the worker has not come to another task for longer. */
    private boolean isSlow(long nanos) {
        return System.nanoTime() - progressNanos > nanos;
    }

    /** Whether there are tasks that may have to be recalled; none while others are on their way back. */
    public boolean mustBeWatched() {
        return !tasks.isEmpty() && !recalling;
    }

    /** The ids of the tasks, if they have waited for longer and are not on their way back; they are to be recalled. */
    public List<Long> recallAfter(long nanos) {
        if (tasks.isEmpty() || recalling || !isSlow(nanos)) {
            return List.of();
        }
        // Guard against race with the send queue: a recall that overtook its task would recall nothing, and there is no
        // second.
        for (T task : tasks.values()) {
            if (!task.isSent()) {
                return List.of();
            }
        }
        recalling = true;
        tasks.values().forEach(Prefetched::recall);
        return List.copyOf(tasks.keySet());
    }

    /** A recall may not have been sent: it may be made again. */
    public void recallMayHaveFailed() {
        recalling = false;
    }
}
