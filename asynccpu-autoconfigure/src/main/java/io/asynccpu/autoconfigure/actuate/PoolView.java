package io.asynccpu.autoconfigure.actuate;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ResultReading;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.api.WorkerUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pool in the endpoint's JSON. Users' scripts read these names. Waiting tasks are only counted, as there may be a million.
 *
 * @param sandbox tool that puts up the wall around its children, or "none"
 * @param outcomes numbers of tasks that have ended, by outcome
 * @param queued number of tasks that do not run yet; the list {@code queued} does not contain those that wait at a worker for
 *     their turn
 * @param startFailure reason why the last worker could not be started; null if it could
 * @param outOfService reason why every task fails at once for now, or null
 * @param lastDeath newest unexpected end of a worker; null if there was none
 * @param waitingForMemory reason why the next worker is not started yet, or null
 * @param warnings obstacles with which the pool works nevertheless, each with its consequence; mostly none
 * @param resultsBeingRead results and failures that are being deserialized; one that stays here holds a thread
 */
public record PoolView(
        String name,
        String state,
        boolean paused,
        int minWorkers,
        int maxWorkers,
        int spareWorkers,
        int threadsPerWorker,
        int queueCapacity,
        String sandbox,
        long submitted,
        long completed,
        Map<TaskOutcome, Long> outcomes,
        long queued,
        long running,
        @Nullable String startFailure,
        @Nullable String outOfService,
        @Nullable String waitingForMemory,
        List<String> warnings,
        PoolSnapshot.@Nullable Death lastDeath,
        List<Worker> workers,
        List<ResultReading> resultsBeingRead) {

    /**
     * @param residentBytes -1 where the operating system does not report it
     * @param cpuTimeMillis processor time of its process; -1 where the operating system does not report it
     */
    public record Worker(
            int id,
            long pid,
            String state,
            Instant startedAt,
            long tasksDone,
            long residentBytes,
            long cpuTimeMillis,
            List<Task> runningTasks) {}

    /**
     * @param workerPid -1 before a worker gets it
     * @param startedAt time of the start by the current worker; null before
     * @param progress newest report of the task, or null
     */
    public record Task(
            long id,
            String name,
            String state,
            int attempt,
            long workerPid,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable TaskProgress progress) {

        static Task of(PoolSnapshot.Task task) {
            return new Task(
                    task.id(),
                    task.name(),
                    task.state(),
                    task.attempt(),
                    task.workerPid(),
                    task.submittedAt(),
                    task.startedAt(),
                    task.progress());
        }
    }

    static PoolView of(ProcessTaskPoolExecutor pool) {
        PoolSnapshot now = pool.snapshot();
        PoolLoad load = pool.load();
        Map<Integer, WorkerUsage> usages = pool.usageByWorker();
        Map<Long, Task> tasks = now.runningTasks().stream()
                .map(Task::of)
                .collect(Collectors.toMap(Task::id, Function.identity(), (one, other) -> one));
        return new PoolView(
                now.name(),
                now.state(),
                now.paused(),
                now.minWorkers(),
                now.maxWorkers(),
                now.spareWorkers(),
                now.threadsPerWorker(),
                now.queueCapacity(),
                pool.sandbox().mode().name().toLowerCase(Locale.ROOT),
                now.submitted(),
                now.completed(),
                pool.statistics().tasks(),
                load.queued(),
                load.running(),
                now.startFailure(),
                now.outOfService(),
                now.waitingForMemory(),
                now.warnings(),
                now.lastDeath(),
                now.workers().stream()
                        .map(worker -> worker(worker, usages.get(worker.id()), tasks))
                        .toList(),
                pool.resultReadings());
    }

    private static Worker worker(PoolSnapshot.Worker worker, @Nullable WorkerUsage usage, Map<Long, Task> tasks) {
        WorkerUsage told = usage == null ? new WorkerUsage(-1, Duration.ofMillis(-1)) : usage;
        return new Worker(
                worker.id(),
                worker.pid(),
                worker.state(),
                worker.startedAt(),
                worker.tasksDone(),
                told.residentBytes(),
                told.processorTime().toMillis(),
                // Each id in a worker's list is the id of a task in the snapshot.
                worker.runningTasks().stream().map(tasks::get).toList());
    }
}
