package io.asynccpu.autoconfigure.context;

/** What a task's observations know of it, on both sides. */
public interface ObservedTask {

    /** Name of the pool. */
    String pool();

    /** Name of what is called, such as {@code Reports.render}. */
    String task();

    /**
     * {@code UNKNOWN} until the end, then {@code SUCCESS}, {@code FAILURE} (the task has thrown), {@code TIMEOUT},
     * {@code CANCELLED}, {@code WORKER_DIED}, {@code WORKER_NOT_STARTED} or {@code REJECTED}; a child knows only the first two.
     */
    String outcome();
}
