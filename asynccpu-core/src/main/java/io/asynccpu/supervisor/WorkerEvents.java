package io.asynccpu.supervisor;

import io.asynccpu.protocol.Message;
import java.io.IOException;
import java.util.List;

/** What a worker tells its pool, in order; on the worker's own thread, but for ends of tasks. */
public interface WorkerEvents {

    /** It can take tasks. */
    void ready(Worker worker);

    /**
     * Tasks have ended, in this order. The worker does not have them any more; their futures are still to be completed.
     *
     * @param entered called as soon as the books say so; from then on the worker may be found dead
     */
    Ended ended(Worker worker, List<Message.TaskEnd> ends, Runnable entered);

    /** Tasks that have ended, with their outcomes. */
    interface Ended {

        /** Whether the worker has nothing more to do. */
        boolean wasLast();

        /** Whether a thread sleeps until one of them is complete. */
        boolean isAwaited();

        /**
         * Completes the futures.
         *
         * @throws IOException if the worker did not have one of the tasks, or an outcome makes no sense; the worker is
         *     then killed
         */
        void publish() throws IOException;
    }

    /**
     * It said something else about a task.
     *
     * @throws IOException if it said something that makes no sense; the worker is then killed
     */
    void received(Worker worker, Message message) throws IOException;

    /** It is dead; the only place where its tasks are answered for. */
    void died(Worker worker, WorkerDeath death);

    /** Nothing of it is left, and of what it had started; the last event. */
    void gone(Worker worker);
}
