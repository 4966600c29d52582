package io.asynccpu.internal.pool;

import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.ResultReading;
import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.WorkerUsage;
import io.asynccpu.internal.fleet.ChildUsage;
import io.asynccpu.internal.fleet.WorkerFleet;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.internal.task.TaskServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Creates views of a pool at one moment: snapshots, load, statistics and lists of tasks. Thread-safe. */
public final class PoolViews {

    private final PoolSettings settings;
    private final Dispatcher dispatcher;
    private final TaskServices tasks;
    private final ChildUsage usage;

    PoolViews(PoolSettings settings, Dispatcher dispatcher, TaskServices tasks) {
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.tasks = tasks;
        this.usage = new ChildUsage(
                () -> dispatcher.lock().read(() -> ChildUsage.Present.of(dispatcher.fleet())),
                settings.worker().launch().inProcess() != null);
    }

    public PoolSnapshot snapshot() {
        return dispatcher.lock().read(this::snapshotNow);
    }

    /** Caller holds the lock. */
    private PoolSnapshot snapshotNow() {
        WorkerFleet<LeasedTasks> fleet = dispatcher.fleet();
        PoolLifecycle lifecycle = dispatcher.lifecycle();
        PoolTask<?> oldest = dispatcher.queue().oldest();
        return new PoolSnapshot(
                settings.name(),
                lifecycle.state().name(),
                lifecycle.isPaused(),
                settings.fleet().minWorkers(),
                fleet.maxWorkers(),
                settings.fleet().spareWorkers(),
                settings.worker().threads(),
                settings.queueCapacity(),
                lifecycle.submitted(),
                tasks.counts().completed(),
                fleet.starts().breaker().reason(),
                fleet.starts().whyOutOfService(),
                fleet.starts().whyPostponed(),
                warnings(),
                lifecycle.lastDeath(),
                fleet.slots().all().stream()
                        .filter(slot -> !slot.isDead())
                        .map(slot -> slot.snapshot())
                        .toList(),
                dispatcher.queue().size(),
                oldest == null ? null : oldest.snapshot().submittedAt(),
                dispatcher.leases().stream()
                        .map(lease -> lease.task().snapshot())
                        .toList());
    }

    private List<String> warnings() {
        return Stream.concat(
                        Stream.ofNullable(
                                dispatcher.fleet().starts().earlyDeaths().whyPause(System.nanoTime())),
                        dispatcher.surroundings().warnings().stream())
                .toList();
    }

    /** In the order in which the tasks would start. The queue may move on meanwhile. */
    public List<PoolSnapshot.Task> queuedTasks(int from, int most) {
        List<PoolSnapshot.Task> part = new ArrayList<>();
        int[] passed = new int[1];
        dispatcher.walkQueue(task -> {
            if (part.size() < most && passed[0]++ >= from) {
                part.add(task.snapshot());
            }
            return part.size() < most;
        });
        return part;
    }

    /** The pool at this moment, in numbers. */
    public PoolLoad load() {
        return dispatcher.lock().read(() -> {
            WorkerFleet<LeasedTasks> fleet = dispatcher.fleet();
            int running = fleet.slots().runningCount();
            return new PoolLoad(
                    dispatcher.queue().size() + (long) fleet.slots().leaseCount() - running,
                    running,
                    fleet.slots().aliveCount(),
                    settings.fleet().minWorkers(),
                    fleet.maxWorkers(),
                    settings.worker().threads(),
                    settings.queueCapacity());
        });
    }

    /** What was counted until now. */
    public PoolStatistics statistics() {
        return dispatcher.lock().read(() -> {
            WorkerFleet<LeasedTasks> fleet = dispatcher.fleet();
            return new PoolStatistics(
                    tasks.counts().outcomes(),
                    fleet.counts().workers(),
                    fleet.counts().bytesSent(fleet.slots()),
                    fleet.counts().bytesReceived(fleet.slots()));
        });
    }

    /** What the children take of the machine. */
    public WorkerUsage usage() {
        return usage.now();
    }

    /** What each living child takes of the machine, by the worker's number. */
    public Map<Integer, WorkerUsage> usageByWorker() {
        return usage.byWorker();
    }

    /** The newest first. */
    public List<TaskFailure> recentFailures() {
        return tasks.failures().toList();
    }

    /** Outcomes that are being made into objects. */
    public List<ResultReading> resultReadings() {
        return tasks.readings().toList();
    }
}
