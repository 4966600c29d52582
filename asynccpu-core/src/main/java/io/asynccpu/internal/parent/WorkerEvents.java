package io.asynccpu.internal.parent;

import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.List;

/** The events of a worker, for its pool, in order. All come on the worker's own thread, except ends of tasks. */
public interface WorkerEvents {

    /** The worker can take tasks. */
    void ready();

    /**
     * Tasks have ended, in this order. The worker does not have them any more; their futures are still to be completed.
     *
     * @param entered called as soon as the pool has entered the ends; from then on the worker may be found dead
     */
    TaskEnds ended(List<Message.TaskEnd> ends, Runnable entered);

    /**
     * The worker sent another message about a task.
     *
     * @throws IOException if the message is invalid; the worker is then killed
     */
    void received(Message message) throws IOException;

    /** The worker is dead. The only event in which its tasks are answered for. */
    void died(WorkerDeath death);

    /** Nothing is left of the worker and its descendants. The last event. */
    void gone();
}
