package io.asynccpu.spi;

import io.asynccpu.api.TaskOutcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes something of the thread that submits a task along to the thread that runs it in a child. There is one with the same
 * name on each side: the pool's builder has the parent's, {@link WorkerRuntime#contextCarriers()} has the child's.
 * Nothing comes back. Thread-safe.
 *
 * <p>What crosses is text, of all carriers together at most 64 Ki characters. A carrier that fails, or whose values would
 * make it more, is left out as a whole; its first failure is logged. The task runs in any case.
 */
public interface ContextCarrier {

    /** Tells carriers apart; the same on both sides. */
    String name();

    /**
     * In the parent, on the thread that submits a task. Comes with every task, so it should be quick if there is nothing.
     *
     * @param pool name of the pool
     * @param task name of what is called, the same for all tasks that call it
     * @return null if there is nothing
     */
    @Nullable
    Captured capture(String pool, String task);

    /**
     * In the child, on the thread that will run the task, before the arguments are read. If it throws it has restored nothing.
     *
     * @param values as they were captured
     * @return what takes all of it off the thread again
     */
    Restored restore(Map<String, String> values);

    /** What goes along with one task. */
    @FunctionalInterface
    interface Captured {

        /** Asked once. Empty if nothing is to cross; null values do not. */
        Map<String, @Nullable String> values();

        /**
         * The task's future is complete. Called once, unless {@link #refused} is, on a thread that waits for the future or on
         * one of the pool's for callbacks: it may block.
         *
         * @param failure what it was completed with; null if it has a value
         */
        default void ended(@Nullable Throwable failure) {}

        /**
         * The form that is called. Unless overridden, it calls the one without the outcome.
         *
         * @param outcome how the pool counts it, which the failure alone does not tell: a task may throw what a pool throws, and
         *     its caller may complete its future
         */
        default void ended(TaskOutcome outcome, @Nullable Throwable failure) {
            ended(failure);
        }

        /** The pool did not accept the task. */
        default void refused(Throwable why) {}
    }

    /** What is to be taken off a thread. */
    @FunctionalInterface
    interface Restored {

        /**
         * The task has ended on this thread. Called once, on the same thread, in the reverse order of {@link #restore}.
         *
         * @param failure what the task threw; null if nothing
         */
        void remove(@Nullable Throwable failure);
    }
}
