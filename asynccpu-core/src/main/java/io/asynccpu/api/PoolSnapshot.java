package io.asynccpu.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool at one moment.
 *
 * @param state {@code RUNNING}, {@code SHUTTING_DOWN} or {@code TERMINATED}
 * @param paused whether waiting tasks wait until somebody ends the pause
 * @param spareWorkers how many more than {@code maxWorkers} stand ready
 * @param queueCapacity how many tasks may wait
 * @param submitted tasks accepted since the start
 * @param completed tasks that ended since the start, in whatever way
 * @param startFailure why the last start of a worker failed; null once one is ready
 * @param outOfService why no worker is there nor started for now, so that every task fails at once; else null. The pool
 *     tries again by itself
 * @param waitingForMemory why a start waits until other workers have ended; null if none does
 * @param warnings what the pool works in spite of, each with what follows from it; mostly none
 * @param lastDeath the newest end of a worker that nobody had asked for; null if there was none
 * @param queued how many tasks no worker has yet
 * @param oldestQueued when the oldest of them was submitted; null if there is none
 * @param runningTasks those that a worker has, also if they wait there for their turn
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
     * A worker at one moment.
     *
     * @param id unique within the pool, also for its log lines; never used again
     * @param pid -1 before the process exists
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
     * @param pid of its process; -1 if it had none
     * @param reason in words
     */
    public record Death(int workerId, long pid, Instant at, String reason) {}

    /**
     * A task at one moment.
     *
     * @param name what it runs, such as {@code ReportService.render}
     * @param state name of its state, such as {@code RUNNING}
     * @param attempt how often it has been started
     * @param workerPid -1 while no worker has had it
     * @param startedAt when the current worker got it; null before
     * @param progress the newest that it reported, or null
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
