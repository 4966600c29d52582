package io.asynccpu.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Observation and control of a running pool, for operators and for monitoring. No method waits for a child JVM: what a child
 * has to answer arrives by a future. Thread-safe.
 */
public interface PoolOperations {

    /** State of the pool, its workers and their tasks at this moment. */
    PoolSnapshot snapshot();

    /**
     * Tasks that are not assigned to a worker yet, in the order in which they would start.
     *
     * @param from number of tasks to skip at the beginning
     * @param most maximum number of tasks to return
     * @throws IllegalArgumentException if one of them is negative
     */
    List<PoolSnapshot.Task> queuedTasks(int from, int most);

    /** The last 50 tasks that failed, timed out or lost their worker, newest first; cancelled tasks are not among them. */
    List<TaskFailure> recentFailures();

    /**
     * Cancels a task by its number, as {@link ProcessTask#cancel cancel(true)} does.
     *
     * @return false if the pool does not have the task, or not any more
     */
    boolean cancel(long taskId);

    /**
     * Replaces a worker by a fresh one, as after {@code maxTasksPerWorker}: the replacement is ready first, and the tasks of
     * the old worker are finished. Returns at once.
     *
     * @param workerId as in {@link PoolSnapshot.Worker#id()}
     * @return false if there is no such worker, or it is about to end already
     */
    boolean recycleWorker(int workerId);

    /**
     * From now on tasks are accepted and wait; running tasks continue. Tasks that were sent to a worker ahead of their turn come
     * back, unless they start at this moment. Queue timeouts continue to count. A shutdown ends the pause, as it has to finish
     * the waiting tasks. No effect if the pool is paused already.
     */
    void pause();

    /** Ends a {@link #pause()}. No effect if the pool is not paused. */
    void resume();

    /**
     * Changes the maximum number of workers, {@code maxWorkers} of the builder. Returns at once. A pool that grows starts
     * workers as far as tasks wait for them. In a pool that shrinks, idle workers end at once, and busy ones as soon as their
     * tasks have ended: no task is cut short, and tasks that were sent ahead to a worker that leaves are run by another worker if
     * not there. The number of spare workers stays. The new number lasts until the pool ends.
     *
     * @throws IllegalArgumentException if it is less than 1 or than {@code minWorkers}; or more than {@code memoryBudget} can
     *     ever hold, and more than the pool was built with
     */
    void resize(int maxWorkers);

    /**
     * Stacks and locks of all platform threads of a worker, deadlocks first; in process those of the worker's own threads. A
     * worker makes one dump at a time. Returns at once.
     *
     * @param workerId as in {@link PoolSnapshot.Worker#id()}
     * @return fails with a {@link DumpFailedException} if there is no such worker, it is not ready, is making a dump already,
     *     ends meanwhile, or does not answer within 10 s
     */
    CompletableFuture<ThreadDump> threadDump(int workerId);

    /**
     * Lets a worker write the objects in use in its heap to a new file in the directory of its crash reports. The worker collects
     * its garbage first, and all its threads stand still meanwhile: that takes up to some seconds for each GiB, the timeouts of
     * tasks continue to count, and the file is about as long as the heap and contains whatever the tasks hold. A worker makes one
     * dump at a time. Returns at once.
     *
     * @param workerId as in {@link PoolSnapshot.Worker#id()}
     * @return fails with a {@link DumpFailedException} as {@link #threadDump} does, but after 5 min; also if {@code crashReports}
     *     of the builder is not set, in process, or if the file cannot be written
     */
    CompletableFuture<HeapDump> heapDump(int workerId);

    /** Numbers of waiting and running tasks and of workers at this moment. */
    PoolLoad load();

    /** Results and failures that are being deserialized at this moment; mostly none. */
    List<ResultReading> resultReadings();

    /** Counters of the pool since its start. */
    PoolStatistics statistics();

    /** Memory and processor time of all children, as the operating system reports them. */
    WorkerUsage usage();

    /** Memory and processor time of each live child by {@link PoolSnapshot.Worker#id()}, as the operating system reports them. */
    Map<Integer, WorkerUsage> usageByWorker();
}
