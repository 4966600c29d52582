package io.asynccpu.autoconfigure.executor;

import io.asynccpu.ProcessTaskPoolExecutor;
import org.springframework.core.task.TaskRejectedException;

/** In a worker, and inside a task that runs in process: what would go to a pool runs where it is. */
public final class InPlaceTaskExecutor implements ProcessTaskExecutor {

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public ProcessTaskPoolExecutor pool() {
        throw new TaskRejectedException("Inside a task of a process pool there is no pool;"
                + " what is handed to submit or execute is run here");
    }
}
