package io.asynccpu.worker;

import io.asynccpu.api.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Which task a thread goes back to: each thread takes it over from the one that makes it, whoever that is and whenever, at no cost
 * for tasks that make none. Keeps nothing of the task but what names it.
 *
 * @param itself whether it is the task's own thread
 */
record Origin(long taskId, String task, boolean itself) {

    /** On threads that run tasks, which have numbers above zero: what they make belongs to the task that is there just then. */
    private static final Origin OF_THE_TASK_AT_WORK = new Origin(0, "", true);

    /** What threads take over. No class that a child without such threads would not load. */
    private static final class Inherited extends InheritableThreadLocal<@Nullable Origin> {

        /** On the thread that makes another one. */
        @Override
        protected @Nullable Origin childValue(@Nullable Origin parents) {
            return parents != null && parents.taskId() == 0 ? ofTaskAtWork(false) : parents;
        }
    }

    private static final Inherited INHERITED = new Inherited();

    /** The calling thread runs tasks. */
    static void runsTasks() {
        INHERITED.set(OF_THE_TASK_AT_WORK);
    }

    /** Of the calling thread; null if no task is known to have led to it. */
    static @Nullable Origin ofThisThread() {
        Origin own = INHERITED.get();
        return own != null && own.taskId() == 0 ? ofTaskAtWork(true) : own;
    }

    private static @Nullable Origin ofTaskAtWork(boolean itself) {
        return TaskContext.find().orElse(null) instanceof RunningTask task ? of(task, itself) : null;
    }

    static Origin of(RunningTask task, boolean itself) {
        return new Origin(task.taskId(), task.name(), itself);
    }
}
