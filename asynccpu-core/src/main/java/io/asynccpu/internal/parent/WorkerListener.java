package io.asynccpu.internal.parent;

import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.List;

/** The events of one worker: {@link WorkerEvents} without their source. */
interface WorkerListener {

    TaskEnds ended(List<Message.TaskEnd> ends, Runnable entered);

    void received(Message message) throws IOException;

    void died(WorkerDeath death);

    void gone();
}
