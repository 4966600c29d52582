package io.asynccpu.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pool at one moment.
 *
 * @param state {@code RUNNING}, {@code SHUTTING_DOWN} or {@code TERMINATED}
 * @param paused whether waiting tasks are held until the pause is ended
 * @param spareWorkers how many ready workers there are to be in addition to {@code maxWorkers}
 * @param queueCapacity how many tasks may wait
 * @param submitted tasks accepted since the start
 * @param completed tasks that ended since the start, in whatever way
 * @param startFailure why the last start of a worker failed; null once one is ready
 * @param outOfService why no worker is live or being started at present, so that every task fails at once; null
 *     otherwise. The pool tries again by itself
 * @param waitingForMemory why a start waits until other workers have ended; null if none does
 * @param warnings conditions under which the pool continues to work, each with its consequence; mostly empty
 * @param lastDeath the latest end of a worker that was not requested; null if there was none
 * @param queued how many tasks have no worker yet
 * @param oldestQueued when the oldest of them was submitted; null if there is none
 * @param runningTasks tasks that a worker has, including those that wait there for their turn
 */
public record PoolSnapshot(
        String name,
        String state,
        boolean paused,
        int minWorkers,
        int maxWorkers,
        int spareWorkers,
        int threadsPerWorker,
        int queueCapacity,
        long submitted,
        long completed,
        @Nullable String startFailure,
        @Nullable String outOfService,
        @Nullable String waitingForMemory,
        List<String> warnings,
        @Nullable Death lastDeath,
        List<Worker> workers,
        int queued,
        @Nullable Instant oldestQueued,
        List<Task> runningTasks) {

    public PoolSnapshot {
        warnings = List.copyOf(warnings);
        workers = List.copyOf(workers);
        runningTasks = List.copyOf(runningTasks);
    }

    /**
     * The state of a worker at one moment.
     *
     * @param id unique within the pool and never reused; also used in log lines
     * @param pid process id; -1 before the process exists
     * @param state name of its state, such as {@code READY}
     * @param startedAt when its process was started
     * @param tasksDone how many tasks have ended on it
     * @param runningTasks ids of the tasks that it has
     */
    public record Worker(int id, long pid, String state, Instant startedAt, long tasksDone, List<Long> runningTasks) {

        public Worker {
            runningTasks = List.copyOf(runningTasks);
        }
    }

    /**
     * The end of a worker.
     *
     * @param workerId number of the worker
     * @param pid process id of the worker; -1 if it had no process
     * @param reason in words
     */
    public record Death(int workerId, long pid, Instant at, String reason) {}

    /**
     * The state of a task at one moment.
     *
     * @param name what it runs, such as {@code ReportService.render}
     * @param state name of its state, such as {@code RUNNING}
     * @param attempt how often it has been started
     * @param workerPid process id of its worker; -1 if it has had none
     * @param startedAt when the current worker received it; null before
     * @param progress the latest that it reported, or null
     */
    public record Task(
            long id,
            String name,
            String state,
            int attempt,
            long workerPid,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable TaskProgress progress) {}
}
