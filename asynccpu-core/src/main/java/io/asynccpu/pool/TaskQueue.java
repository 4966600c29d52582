package io.asynccpu.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waiting tasks, first come first served; one that comes back from a worker goes before the others, if need be after a
 * pause. It remembers also those that it has given to somebody who answers for them, until they are answered. Moving a task
 * needs no memory. Not thread-safe.
 */
final class TaskQueue {

    private final Line returned = new Line();
    private final Line waiting = new Line();
    private final Line pausing = new Line();
    private final Line given = new Line();
    /** Mostly none. */
    private final List<Walk> walks = new ArrayList<>(0);

    /** Linked through the tasks themselves, since a million may wait and any of them may be cancelled. */
    static final class Line {
        private @Nullable PoolTask<?> first;
        private @Nullable PoolTask<?> last;
        private int size;

        void add(PoolTask<?> task) {
            task.line = this;
            task.before = last;
            if (last == null) {
                first = task;
            } else {
                last.behind = task;
            }
            last = task;
            size++;
        }

        void remove(PoolTask<?> task) {
            PoolTask<?> before = task.before;
            PoolTask<?> behind = task.behind;
            if (before == null) {
                first = behind;
            } else {
                before.behind = behind;
            }
            if (behind == null) {
                last = before;
            } else {
                behind.before = before;
            }
            task.line = null;
            task.before = null;
            task.behind = null;
            size--;
        }

        void copyTo(List<PoolTask<?>> list) {
            for (PoolTask<?> task = first; task != null; task = task.behind) {
                list.add(task);
            }
        }
    }

    /**
     * Goes through those that wait, in the order in which they would start, a few at a time: in between others may change the
     * queue, and whoever has left it meanwhile is passed over.
     */
    final class Walk {

        private final List<Line> lines = List.of(returned, waiting, pausing);
        private int line;
        private @Nullable PoolTask<?> next = returned.first;

        private Walk() {}

        /** Goes on until there were so many; false at the end, or when the visitor has seen enough and says so by false. */
        boolean goOn(int most, Predicate<PoolTask<?>> visitor) {
            for (int i = 0; i < most; i++) {
                while (next == null && line < lines.size() - 1) {
                    line++;
                    next = lines.get(line).first;
                }
                PoolTask<?> task = next;
                if (task == null) {
                    return false;
                }
                next = task.behind;
                if (!visitor.test(task)) {
                    return false;
                }
            }
            return true;
        }

        void end() {
            walks.remove(this);
        }
    }

    /** {@link Walk#end()} follows. */
    Walk walk() {
        Walk walk = new Walk();
        walks.add(walk);
        return walk;
    }

    void add(PoolTask<?> task) {
        waiting.add(task);
    }

    void giveBack(PoolTask<?> task) {
        move(task, returned);
    }

    /** Somebody else answers for it from now on. */
    void give(PoolTask<?> task) {
        move(task, given);
    }

    private void move(PoolTask<?> task, Line line) {
        remove(task);
        line.add(task);
    }

    /** Comes back, but not yet. */
    void pause(PoolTask<?> task) {
        move(task, pausing);
    }

    /** Its pause is over; false if it is not here any more. */
    boolean resume(PoolTask<?> task) {
        if (task.line != pausing) {
            return false;
        }
        move(task, returned);
        return true;
    }

    /** It is answered, or is about to be. Nothing happens if it is not here. */
    void remove(PoolTask<?> task) {
        Line line = task.line;
        if (line != null) {
            for (int i = 0; i < walks.size(); i++) {
                Walk walk = walks.get(i);
                walk.next = walk.next == task ? task.behind : walk.next;
            }
            line.remove(task);
        }
    }

    /** The next one; it stays. */
    @Nullable
    PoolTask<?> peek() {
        return returned.first == null ? waiting.first : returned.first;
    }

    /** All that wait; whoever asks answers for them from now on. */
    List<PoolTask<?>> drain() {
        List<PoolTask<?>> all = toList();
        for (int i = 0; i < all.size(); i++) {
            give(all.get(i));
        }
        return all;
    }

    /** Those for which somebody else answers. */
    List<PoolTask<?>> given() {
        List<PoolTask<?>> all = new ArrayList<>(given.size);
        given.copyTo(all);
        return all;
    }

    /** The longest there, but for those that stand behind another one that came back; null if none waits. */
    @Nullable
    PoolTask<?> oldest() {
        PoolTask<?> oldest = null;
        for (Line line : List.of(returned, waiting, pausing)) {
            PoolTask<?> first = line.first;
            if (first != null && (oldest == null || first.taskId() < oldest.taskId())) {
                oldest = first;
            }
        }
        return oldest;
    }

    List<PoolTask<?>> toList() {
        List<PoolTask<?>> all = new ArrayList<>(size());
        returned.copyTo(all);
        waiting.copyTo(all);
        pausing.copyTo(all);
        return all;
    }

    /** Tasks that could start now. */
    int ready() {
        return returned.size + waiting.size;
    }

    int size() {
        return ready() + pausing.size;
    }

    boolean isEmpty() {
        return size() == 0;
    }
}
