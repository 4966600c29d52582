package io.asynccpu.internal.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue of waiting tasks, first come, first served. A task that comes back from a worker precedes the others, if necessary
 * after a pause. The queue also remembers the tasks that it has given to a worker, or to another owner, until they are
 * answered. To move a task needs no memory. Guarded by the pool's lock.
 *
 * @param <E> the kind of task
 */
public final class TaskQueue<E extends TaskQueue.Queued<E>> {

    private final Line<E> returned = new Line<>();
    private final Line<E> waiting = new Line<>();
    private final Line<E> pausing = new Line<>();
    private final Line<E> given = new Line<>();
    /** Mostly none. */
    private final List<Walk> walks = new ArrayList<>(0);

    /** What can stand in a queue. */
    public interface Queued<E extends Queued<E>> {

        long taskId();

        /** The same one for the whole life of the task. */
        Place<E> place();
    }

    /** Where one task stands. Used by the queue only. */
    public static final class Place<E extends Queued<E>> {
        private @Nullable Line<E> line;
        private @Nullable E before;
        private @Nullable E behind;
    }

    /** Linked through the tasks' places, since a million may wait and any of them may be cancelled. */
    private static final class Line<E extends Queued<E>> {
        private @Nullable E first;
        private @Nullable E last;
        private int size;

        void add(E task) {
            Place<E> place = task.place();
            place.line = this;
            place.before = last;
            if (last == null) {
                first = task;
            } else {
                last.place().behind = task;
            }
            last = task;
            size++;
        }

        void remove(E task) {
            Place<E> place = task.place();
            E before = place.before;
            E behind = place.behind;
            if (before == null) {
                first = behind;
            } else {
                before.place().behind = behind;
            }
            if (behind == null) {
                last = before;
            } else {
                behind.place().before = before;
            }
            place.line = null;
            place.before = null;
            place.behind = null;
            size--;
        }

        void copyTo(List<E> list) {
            for (E task = first; task != null; task = task.place().behind) {
                list.add(task);
            }
        }
    }

    /**
     * Visits the waiting tasks in the order in which they would start, a few at a time. The queue may change in between: a task that
     * has left it meanwhile is passed over.
     */
    public final class Walk {

        private final List<Line<E>> lines = List.of(returned, waiting, pausing);
        private int line;
        private @Nullable E next = returned.first;

        private Walk() {}

        /** Visits at most so many more; returns false at the end, or when the visitor has returned false. */
        public boolean goOn(int most, Predicate<E> visitor) {
            for (int i = 0; i < most; i++) {
                while (next == null && line < lines.size() - 1) {
                    line++;
                    next = lines.get(line).first;
                }
                E task = next;
                if (task == null) {
                    return false;
                }
                next = task.place().behind;
                if (!visitor.test(task)) {
                    return false;
                }
            }
            return true;
        }

        public void end() {
            walks.remove(this);
        }
    }

    /** {@link Walk#end()} is to follow. */
    public Walk walk() {
        Walk walk = new Walk();
        walks.add(walk);
        return walk;
    }

    public void add(E task) {
        waiting.add(task);
    }

    public void giveBack(E task) {
        move(task, returned);
    }

    /** The caller answers for the task from now on. */
    public void give(E task) {
        move(task, given);
    }

    private void move(E task, Line<E> line) {
        remove(task);
        line.add(task);
    }

    /** The task comes back, but does not start before {@link #resume}. */
    public void pause(E task) {
        move(task, pausing);
    }

    /** The pause of the task is over; returns false if it is not pausing any more. */
    public boolean resume(E task) {
        if (task.place().line != pausing) {
            return false;
        }
        move(task, returned);
        return true;
    }

    /** The task is answered, or is about to be. Does nothing if it is not here. */
    public void remove(E task) {
        Line<E> line = task.place().line;
        if (line != null) {
            for (int i = 0; i < walks.size(); i++) {
                Walk walk = walks.get(i);
                walk.next = walk.next == task ? task.place().behind : walk.next;
            }
            line.remove(task);
        }
    }

    /** Whether the task waits, or was given to an owner and is not answered. May be called without the lock. */
    public boolean holds(E task) {
        return task.place().line != null;
    }

    /** The next one; it stays. */
    public @Nullable E peek() {
        return returned.first == null ? waiting.first : returned.first;
    }

    /** All waiting tasks; the caller answers for them from now on. */
    public List<E> drain() {
        List<E> all = toList();
        for (int i = 0; i < all.size(); i++) {
            give(all.get(i));
        }
        return all;
    }

    /** The tasks for which another owner answers. */
    public List<E> given() {
        List<E> all = new ArrayList<>(given.size);
        given.copyTo(all);
        return all;
    }

    /** The task that has waited for longest, except those behind another one that came back; null if none waits. */
    public @Nullable E oldest() {
        E oldest = null;
        for (Line<E> line : List.of(returned, waiting, pausing)) {
            E first = line.first;
            if (first != null && (oldest == null || first.taskId() < oldest.taskId())) {
                oldest = first;
            }
        }
        return oldest;
    }

    private List<E> toList() {
        List<E> all = new ArrayList<>(size());
        returned.copyTo(all);
        waiting.copyTo(all);
        pausing.copyTo(all);
        return all;
    }

    /** How many tasks could start now. */
    public int ready() {
        return returned.size + waiting.size;
    }

    public int size() {
        return ready() + pausing.size;
    }

    public boolean isEmpty() {
        return size() == 0;
    }
}
