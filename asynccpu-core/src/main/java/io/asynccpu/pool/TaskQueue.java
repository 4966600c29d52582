package io.asynccpu.pool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Waiting tasks, first come first served; one that comes back from a dead worker goes before the others. Not thread-safe. */
final class TaskQueue {

    // Sets, because a cancelled task leaves from the middle, and a million of them must not take quadratic time.
    private final Set<PoolTask<?>> returned = new LinkedHashSet<>();
    private final Set<PoolTask<?>> waiting = new LinkedHashSet<>();

    void add(PoolTask<?> task) {
        waiting.add(task);
    }

    void giveBack(PoolTask<?> task) {
        returned.add(task);
    }

    boolean remove(PoolTask<?> task) {
        return waiting.remove(task) || returned.remove(task);
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
        return all;
    }

    List<PoolTask<?>> toList() {
        List<PoolTask<?>> all = new ArrayList<>(returned);
        all.addAll(waiting);
        return all;
    }

    int size() {
        return returned.size() + waiting.size();
    }

    boolean isEmpty() {
        return returned.isEmpty() && waiting.isEmpty();
    }
}
