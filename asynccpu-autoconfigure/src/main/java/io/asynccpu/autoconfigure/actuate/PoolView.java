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
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pool as the endpoint shows it; these names are what users' scripts read. Waiting tasks are counted only: they may be a
 * million.
 *
 * @param outcomes how many tasks ended in which way
 * @param queued tasks that do not run yet; the list {@code queued} leaves out those that wait at a worker for their turn
 * @param startFailure why the last worker could not be started; null if it could
 * @param outOfService why every task fails at once for now; else null
 * @param lastDeath the newest end of a worker that nobody had asked for; null if there was none
 * @param waitingForMemory why the next worker is not started yet; else null
 * @param warnings what the pool works in spite of, each with what follows from it; mostly none
 * @param resultsBeingRead outcomes that are just being made into objects; one that stays here holds a thread
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
     * @param residentBytes -1 where the system does not tell
     * @param cpuTimeMillis that its process has used; -1 where the system does not tell
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
     * @param workerPid -1 while no worker has had it
     * @param startedAt when the current worker began it; null before
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
                // What a snapshot lists as running at a worker it lists as a task, too.
                worker.runningTasks().stream().map(tasks::get).toList());
    }
}
