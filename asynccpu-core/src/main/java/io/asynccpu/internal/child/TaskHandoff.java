package io.asynccpu.internal.child;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides which thread of a worker reads the parent's messages, and hands tasks to the threads that run them.
 *
 * <p><b>Actors.</b> A task thread without a task takes one that waits, becomes the reader, or waits for either. The main thread becomes
 * the reader when no task thread is. The reader brings tasks and ends the reading. <b>Shared state.</b> The reader, the tasks and the
 * number of idle threads, guarded by this object's monitor. Reader and count of begun tasks are also read without it, because they are
 * read for each task.
 */
final class TaskHandoff {

    /** The thread that reads: {@code NONE ⇄ TASK_THREAD}, {@code NONE ⇄ MAIN_THREAD}, and from both of them {@code CLOSED}. */
    enum Reader {
        NONE,
        TASK_THREAD,
        MAIN_THREAD,
        /** The parent sends no more messages. */
        CLOSED;

        boolean mayBecome(Reader next) {
            return switch (this) {
                case NONE -> next == TASK_THREAD || next == MAIN_THREAD;
                case TASK_THREAD, MAIN_THREAD -> next == NONE || next == CLOSED;
                case CLOSED -> false;
            };
        }
    }

    private final Runnable beforeWaiting;

    // Guarded by this.
    private final Map<Long, RunningTask> waiting = new LinkedHashMap<>();
    /** By the number of the thread. */
    private final @Nullable RunningTask[] running;

    private int idleThreads;

    // Written under the monitor, read without.
    private volatile Reader reader = Reader.NONE;
    private volatile long begun;

    /** @param beforeWaiting called on a task thread that is about to wait */
    TaskHandoff(int threads, Runnable beforeWaiting) {
        this.running = new @Nullable RunningTask[threads];
        this.beforeWaiting = beforeWaiting;
    }

    /** Caller holds the monitor. The only place that changes the reader. */
    private void readerBecomes(Reader next) {
        if (!reader.mayBecome(next)) {
            throw new IllegalStateException("The reader is " + reader + " and cannot become " + next);
        }
        reader = next;
    }

    /** Returns a task for the thread with that number; or null, and then the calling thread is the reader, or all has ended. */
    synchronized @Nullable RunningTask takeTaskOrBecomeReader(int thread) throws InterruptedException {
        if (mustWait()) {
            beforeWaiting.run();
            idleThreads++;
            try {
                while (mustWait()) {
                    wait();
                }
            } finally {
                idleThreads--;
            }
        }
        Iterator<RunningTask> tasks = waiting.values().iterator();
        if (tasks.hasNext()) {
            RunningTask first = tasks.next();
            tasks.remove();
            return begin(thread, first);
        }
        if (reader == Reader.NONE) {
            readerBecomes(Reader.TASK_THREAD);
        }
        return null;
    }

    /** Caller holds the monitor. */
    private boolean mustWait() {
        return waiting.isEmpty() && (reader == Reader.TASK_THREAD || reader == Reader.MAIN_THREAD);
    }

    /** Called by the main thread. Returns false if another thread is the reader, or all has ended. */
    synchronized boolean becomeMainReader() {
        boolean isFree = reader == Reader.NONE;
        if (isFree) {
            readerBecomes(Reader.MAIN_THREAD);
        }
        return isFree;
    }

    /** Called by the main thread as reader. Returns whether a task thread is idle, which may then read itself. */
    synchronized boolean add(RunningTask task) {
        waiting.put(task.taskId(), task);
        return idleThreads > 0;
    }

    /**
     * Called by a task thread as reader, after it has read its own task.
     *
     * @param task null if it has read none
     */
    synchronized void stopReading(int thread, @Nullable RunningTask task, boolean isOver) {
        // Before another thread reads, so that a cancel finds the task.
        if (task != null) {
            begin(thread, task);
        }
        stopReading(isOver);
    }

    /** Called by the reader. */
    synchronized void stopReading(boolean isOver) {
        readerBecomes(isOver ? Reader.CLOSED : Reader.NONE);
        if (idleThreads > 0) {
            notifyAll();
        }
    }

    /** Caller holds the monitor. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Written under the monitor only.
    private RunningTask begin(int thread, RunningTask task) {
        running[thread] = task;
        begun++;
        return task;
    }

    /** The thread's task has ended. */
    synchronized void ended(int thread) {
        running[thread] = null;
    }

    synchronized boolean areTasksWaiting() {
        return !waiting.isEmpty();
    }

    /** Returns those of the tasks that were waiting. They will not run. */
    synchronized List<Long> removeWaiting(List<Long> taskIds) {
        List<Long> removed = new ArrayList<>();
        for (Long taskId : taskIds) {
            if (waiting.remove(taskId) != null) {
                removed.add(taskId);
            }
        }
        return removed;
    }

    /** Returns null if no thread runs the task. */
    synchronized @Nullable RunningTask find(long taskId) {
        for (RunningTask task : running) {
            if (task != null && task.taskId() == taskId) {
                return task;
            }
        }
        return null;
    }

    synchronized List<RunningTask> running() {
        return Arrays.stream(running).filter(Objects::nonNull).toList();
    }

    boolean isReadByMainThread() {
        return reader == Reader.MAIN_THREAD;
    }

    /** Returns the number of tasks that have begun so far. */
    long begun() {
        return begun;
    }
}
