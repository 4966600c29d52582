package io.asynccpu.autoconfigure.executor;

import io.asynccpu.ProcessTaskPoolExecutor;
import org.springframework.core.task.TaskRejectedException;

/** Executor in a worker, and inside a task that runs in process: tasks run in the calling thread. */
public final class InPlaceTaskExecutor implements ProcessTaskExecutor {

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public ProcessTaskPoolExecutor pool() {
        throw new TaskRejectedException("Inside a task of a process pool there is no pool;"
                + " tasks of submit and execute run here, in the calling thread");
    }
}
