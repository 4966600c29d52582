package io.asynccpu.faults;

import io.asynccpu.api.TaskContext;
import java.util.Optional;

/** Where a fault may do harm. */
final class Place {

    private static final String ANYWHERE = "asynccpu.faults.anywhere";

    private Place() {}

    /**
     * @param fault its name, for the message
     * @throws IllegalStateException if the calling thread runs no task of a worker with a JVM of its own, and harm elsewhere is not allowed
     */
    static void mustBeWorker(String fault) {
        Optional<TaskContext> task = TaskContext.find();
        boolean isWorker = task.isPresent() && !task.get().isInProcess();
        if (!isWorker && !Boolean.getBoolean(ANYWHERE)) {
            throw new IllegalStateException("Faults." + fault + " refuses to harm JVM "
                    + ProcessHandle.current().pid() + ": thread '"
                    + Thread.currentThread().getName()
                    + "' runs no task of a process pool in a child. Submit it as a task, not in process, or set the system property "
                    + ANYWHERE
                    + "=true if you mean it");
        }
    }
}
