package io.asynccpu.autoconfigure.executor;

import io.asynccpu.ProcessTaskPoolExecutor;
import org.springframework.core.task.TaskRejectedException;

/** In a worker: what would go to a pool runs where it is, as there is no pool within a pool. */
public final class InPlaceTaskExecutor implements ProcessTaskExecutor {

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public ProcessTaskPoolExecutor pool() {
        throw new TaskRejectedException("This JVM is a worker of a process pool and has no pool of its own;"
                + " what is handed to submit or execute is run here");
    }
}
