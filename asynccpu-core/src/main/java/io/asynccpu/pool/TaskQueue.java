package io.asynccpu.pool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Waiting tasks, first come first served; one that comes back from a dead worker goes before the others, if need be after
 * a pause. Not thread-safe.
 */
final class TaskQueue {

    // Sets, because a cancelled task leaves from the middle, and a million of them must not take quadratic time.
    private final Set<PoolTask<?>> returned = new LinkedHashSet<>();
    private final Set<PoolTask<?>> waiting = new LinkedHashSet<>();
    private final Set<PoolTask<?>> pausing = new LinkedHashSet<>();

    void add(PoolTask<?> task) {
        waiting.add(task);
    }

    void giveBack(PoolTask<?> task) {
        returned.add(task);
    }

    /** Comes back, but not yet. */
    void pause(PoolTask<?> task) {
        pausing.add(task);
    }

    /** Its pause is over; false if it is not here any more. */
    boolean resume(PoolTask<?> task) {
        return pausing.remove(task) && returned.add(task);
    }

    void remove(PoolTask<?> task) {
        if (!waiting.remove(task) && !returned.remove(task)) {
            pausing.remove(task);
        }
    }

    @Nullable
    PoolTask<?> poll() {
        Set<PoolTask<?>> source = returned.isEmpty() ? waiting : returned;
        Iterator<PoolTask<?>> tasks = source.iterator();
        if (!tasks.hasNext()) {
            return null;
        }
        PoolTask<?> first = tasks.next();
        tasks.remove();
        return first;
    }

    List<PoolTask<?>> drain() {
        List<PoolTask<?>> all = toList();
        returned.clear();
        waiting.clear();
        pausing.clear();
        return all;
    }

    List<PoolTask<?>> toList() {
        List<PoolTask<?>> all = new ArrayList<>(returned);
        all.addAll(waiting);
        all.addAll(pausing);
        return all;
    }

    /** Tasks that could start now. */
    int ready() {
        return returned.size() + waiting.size();
    }

    int size() {
        return ready() + pausing.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }
}
