package io.asynccpu.jfr;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.TaskStatistics;
import io.asynccpu.api.WorkerCrashedException.Death;
import io.asynccpu.api.WorkerEnd;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Writes events while somebody records. Their classes are loaded not before that, and not where the module {@code jdk.jfr} is
 * missing; until then it costs a look at a field, and after the last recording has ended no more than another one: what stands
 * in an event is asked for only if it is wanted. Never blocks. Thread-safe.
 */
public final class FlightRecording {

    private static final boolean IS_THERE =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightRecording() {}

    /** Whether anybody has recorded yet; only then the others may be called. */
    public static boolean isOn() {
        return IS_THERE && FlightRecorder.isInitialized();
    }

    public static void taskStarted(
            String pool, Supplier<PoolSnapshot.Task> snapshot, Supplier<TaskStatistics> statistics) {
        TaskStarted event = new TaskStarted();
        if (event.shouldCommit()) {
            PoolSnapshot.Task task = snapshot.get();
            event.pool = pool;
            event.taskId = task.id();
            event.task = task.name();
            event.attempt = task.attempt();
            event.workerPid = task.workerPid();
            event.queued = statistics.get().queued().toNanos();
            event.commit();
        }
    }

    /** @param outcome of null if the future has a value */
    public static void taskEnded(
            String pool,
            Supplier<PoolSnapshot.Task> snapshot,
            Supplier<TaskStatistics> cost,
            Supplier<@Nullable Throwable> outcome) {
        TaskEnded event = new TaskEnded();
        if (event.shouldCommit()) {
            PoolSnapshot.Task task = snapshot.get();
            TaskStatistics statistics = cost.get();
            Throwable failure = outcome.get();
            event.pool = pool;
            event.taskId = task.id();
            event.task = task.name();
            event.state = task.state();
            event.attempt = task.attempt();
            event.workerPid = task.workerPid();
            event.queued = statistics.queued().toNanos();
            event.running = statistics.running().toNanos();
            event.cpuTime = statistics.cpuTime().toNanos();
            event.allocated = statistics.allocatedBytes();
            // Not its message, which may be anything and is not for every file.
            event.failure = failure == null ? null : failure.getClass().getName();
            event.commit();
        }
    }

    public static void workerReady(String pool, PoolSnapshot.Worker worker, long startupNanos) {
        WorkerReady event = new WorkerReady();
        if (event.shouldCommit()) {
            event.pool = pool;
            event.workerId = worker.id();
            event.workerPid = worker.pid();
            event.startup = startupNanos;
            event.commit();
        }
    }

    public static void workerEnded(String pool, PoolSnapshot.Worker worker, WorkerEnd end) {
        WorkerEnded event = new WorkerEnded();
        if (event.shouldCommit()) {
            Death death = end.death();
            boolean wanted = end.kind() == WorkerEnd.Kind.RETIRED || end.kind() == WorkerEnd.Kind.RECYCLED;
            event.pool = pool;
            event.workerId = worker.id();
            event.workerPid = death.pid();
            event.kind = end.kind().name();
            event.cause = wanted ? null : death.cause().name();
            event.reason = end.reason();
            event.exitCode = death.exitCode();
            event.signal = death.signal();
            event.age = death.age().toNanos();
            event.tasksDone = death.tasksDone();
            event.commit();
        }
    }
}
