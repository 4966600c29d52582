package io.asynccpu.internal.pool;

import io.asynccpu.api.TaskOutcome;
import io.asynccpu.internal.fleet.WorkerFleet;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.internal.task.TaskCounts;
import io.asynccpu.internal.task.TaskQueue;
import org.jspecify.annotations.Nullable;

/** Decides whether a pool takes a task, and says why tasks are refused or wait. Guarded by the pool's lock. */
final class TaskAdmission {

    private final PoolSettings settings;
    private final PoolLifecycle lifecycle;
    private final WorkerFleet<LeasedTasks> fleet;
    private final TaskQueue<PoolTask<?>> queue;
    private final TaskCounts counts;

    TaskAdmission(
            PoolSettings settings,
            PoolLifecycle lifecycle,
            WorkerFleet<LeasedTasks> fleet,
            TaskQueue<PoolTask<?>> queue,
            TaskCounts counts) {
        this.settings = settings;
        this.lifecycle = lifecycle;
        this.fleet = fleet;
        this.queue = queue;
        this.counts = counts;
    }

    /** Takes the task, or returns the reason why it does not. */
    @Nullable
    String accept(PoolTask<?> task, DeferredActions actions) {
        if (!lifecycle.isRunning()) {
            counts.count(TaskOutcome.REJECTED);
            return "the pool is shut down";
        }
        if (unclaimed() >= settings.queueCapacity()) {
            counts.count(TaskOutcome.REJECTED);
            return whyFull();
        }
        String why = fleet.starts().whyOutOfService();
        if (why == null) {
            queue.add(task);
        } else {
            // Fails fast, by its future as every other failure.
            actions.afterwards(() -> task.notStarted(CrashMessages.outOfService(settings.name(), why)));
        }
        // Not before there was memory for its place: the pool ends when as many are complete.
        lifecycle.accepted();
        return null;
    }

    /** Waiting tasks beyond those that find a free thread, if not now then as soon as a worker has started. */
    private long unclaimed() {
        long leases = fleet.slots().leaseCount();
        long places = (long) fleet.maxWorkers() * settings.worker().threads();
        // After a cut more tasks may run than there are places for; those that run do not wait.
        return queue.size()
                + leases
                - (leases > places ? Math.max(places, fleet.slots().runningCount()) : places);
    }

    /** Tasks also count that wait for a worker which is still starting, and those that go on after a cancel. */
    private String whyFull() {
        long tasks = queue.size() + (long) fleet.slots().leaseCount();
        int threads = settings.worker().threads();
        return tasks + (tasks == 1 ? " task runs or waits already, " : " tasks run or wait already, ")
                + "max-workers is "
                + fleet.maxWorkers() + (threads > 1 ? ", threads-per-worker is " + threads : "")
                + " and queue-capacity is " + settings.queueCapacity()
                + (lifecycle.isPaused() ? "; the pool is paused" : "");
    }

    /** At this moment; earlier it may have been another reason. */
    String whyTasksWait() {
        if (lifecycle.isPaused()) {
            return "the pool is paused";
        }
        String postponed = fleet.starts().whyPostponed();
        if (postponed != null) {
            return "the next worker has to wait, as " + postponed;
        }
        long ready = fleet.slots().readyCount();
        String earlyDeaths = fleet.starts().earlyDeaths().whyPause(System.nanoTime());
        // Those that were starting already may have come in spite of it.
        if (earlyDeaths != null && ready < fleet.maxWorkers()) {
            return earlyDeaths;
        }
        String failure = fleet.starts().breaker().reason();
        if (ready == 0) {
            return failure == null
                    ? "none is ready yet; min-workers and spare-workers start some before they are needed"
                    : "none could be started: " + failure;
        }
        return "of at most " + fleet.maxWorkers()
                + (ready == 1 ? " one is ready, with" : " " + ready + " are ready, with") + " other tasks"
                + (ready < fleet.maxWorkers() ? "" : "; the pool is too small or its tasks too long");
    }
}
