package io.asynccpu.supervisor;

import io.asynccpu.protocol.Message;
import java.io.IOException;
import java.util.List;

/** What a worker tells its pool, always on the worker's own thread and in order. */
public interface WorkerEvents {

    /** It can take tasks. */
    void ready(Worker worker);

    /**
     * Tasks have ended, in this order.
     *
     * @throws IOException if it does not have one of them; the worker is then killed
     */
    void ended(Worker worker, List<Message.TaskEnd> ends) throws IOException;

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
