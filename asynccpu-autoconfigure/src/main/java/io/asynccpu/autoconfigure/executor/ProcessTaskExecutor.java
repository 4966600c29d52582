package io.asynccpu.autoconfigure.executor;

import io.asynccpu.ProcessTaskPoolExecutor;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * A process pool as a Spring bean. What is handed to it must be serializable; anything else, such as the lambda of a plain
 * {@code @Async("processTaskExecutor")}, is rejected with the remedy. Thread-safe.
 */
public interface ProcessTaskExecutor extends AsyncTaskExecutor {

    /**
     * The pool, for {@code createProcessTask} and its snapshot; another one after the context was stopped and started.
     *
     * @throws org.springframework.core.task.TaskRejectedException while the context is stopped, and in a worker
     */
    ProcessTaskPoolExecutor pool();
}
