package io.asynccpu.internal.task;

import org.jspecify.annotations.Nullable;

/** The assignment of a task to a worker, as the task sees it. Thread-safe. */
public interface Assignment {

    /** The number that this start of the task has, counted from 1. */
    int attempt();

    /** -1 before the worker has a process. */
    long workerPid();

    /** Whether the task's turn on the worker has come. */
    boolean hasStarted();

    /** When the task's turn came; meaningless before. */
    long startedNanos();

    /** Whether the worker has the task. */
    boolean isSent();

    /** How much of the task's time is left, at least 1; all of it if it has not begun; 0 if the task has no timeout. */
    long timeLeftNanos();

    /** Why the bean or function class of the task took too long to be ready; null if it did not. */
    @Nullable
    String lateBinding();

    /** Asks the worker to stop the task; a task that does not stop within the grace period costs the worker its life. */
    void cancel(boolean wantStack);

    /** Keeps the task from being started, if it has not been yet. */
    void withdraw();

    /** Counts an outcome of so many bytes against the worker until the returned step runs; that is to happen once. */
    Runnable holdOutcome(long bytes);

    /** Lets the calling thread, which waits for the task, read the worker's answer itself if the worker has nothing else to do. */
    void readAnswerHere();
}
