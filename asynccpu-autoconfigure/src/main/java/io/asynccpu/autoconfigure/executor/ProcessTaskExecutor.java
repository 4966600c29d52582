package io.asynccpu.autoconfigure.executor;

import io.asynccpu.ProcessTaskPoolExecutor;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * A process pool as a Spring bean. What is handed to it must be serializable; anything else, such as the lambda of a plain
 * {@code @Async("processTaskExecutor")}, is rejected with the remedy. Thread-safe.
 *
 * <p>These beans are no default candidates: injection by type does not find them, not even a sole one. Name them:
 *
 * <pre>
 * ReportService(&#64;Qualifier("processTaskExecutor") ProcessTaskExecutor pool,
 *         &#64;Qualifier("imagesProcessTaskExecutor") ProcessTaskExecutor images) {
 * </pre>
 */
public interface ProcessTaskExecutor extends AsyncTaskExecutor {

    /**
     * The pool, for {@code createProcessTask} and its snapshot; another one after the context was stopped and started.
     *
     * @throws org.springframework.core.task.TaskRejectedException while the context is stopped, and in a worker
     */
    ProcessTaskPoolExecutor pool();
}
