package io.asynccpu.autoconfigure.context;

/** Properties of a task that its observations have on both sides. */
public interface ObservedTask {

    /** Name of the pool. */
    String pool();

    /** Name of the method or function, such as {@code Reports.render}. */
    String task();

    /**
     * {@code UNKNOWN} until the task has ended, then the name of its {@link io.asynccpu.api.TaskOutcome}: {@code SUCCESS},
     * {@code FAILURE}, {@code TIMEOUT}, {@code CANCELLED}, {@code ABANDONED}, {@code WORKER_DIED}, {@code WORKER_NOT_STARTED} or
     * {@code REJECTED}. A child sees only {@code SUCCESS} and {@code FAILURE}.
     */
    String outcome();
}
