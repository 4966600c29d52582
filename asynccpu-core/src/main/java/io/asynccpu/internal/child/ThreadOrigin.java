package io.asynccpu.internal.child;

import io.asynccpu.api.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The task that a thread belongs to. A thread inherits it from the thread that creates it, at no cost for tasks that create none. Keeps
 * no reference to the task.
 *
 * @param itself whether the thread is the task's own
 */
record ThreadOrigin(long taskId, String task, boolean itself) {

    /** The origin of task threads. Tasks have ids above zero. What a task thread creates belongs to its task at that moment. */
    private static final ThreadOrigin OF_PRESENT_TASK = new ThreadOrigin(0, "", true);

    private static final class Inherited extends InheritableThreadLocal<@Nullable ThreadOrigin> {

        /** Called on the thread that creates another one. */
        @Override
        protected @Nullable ThreadOrigin childValue(@Nullable ThreadOrigin parents) {
            return parents != null && parents.taskId() == 0 ? ofPresentTask(false) : parents;
        }
    }

    private static final Inherited INHERITED = new Inherited();

    /** Marks the calling thread as a task thread. */
    static void runsTasks() {
        INHERITED.set(OF_PRESENT_TASK);
    }

    /** Returns the origin of the calling thread; null if no task is known to have led to it. */
    static @Nullable ThreadOrigin ofThisThread() {
        ThreadOrigin own = INHERITED.get();
        return own != null && own.taskId() == 0 ? ofPresentTask(true) : own;
    }

    private static @Nullable ThreadOrigin ofPresentTask(boolean itself) {
        return TaskContext.find().orElse(null) instanceof RunningTask task ? of(task, itself) : null;
    }

    static ThreadOrigin of(RunningTask task, boolean itself) {
        return new ThreadOrigin(task.taskId(), task.call().name(), itself);
    }
}
