package io.asynccpu.autoconfigure.context;

/** Properties of a task that its observations have on both sides. */
public interface ObservedTask {

    /** Name of the pool. */
    String pool();

    /** Name of the method or function, such as {@code Reports.render}. */
    String task();

    /**
     * {@code UNKNOWN} until the end, then {@code SUCCESS}, {@code FAILURE} (the task has thrown), {@code TIMEOUT},
     * {@code CANCELLED}, {@code WORKER_DIED}, {@code WORKER_NOT_STARTED} or {@code REJECTED}; a child knows only the first two.
     */
    String outcome();
}
