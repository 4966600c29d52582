package io.asynccpu.internal.jfr;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.TaskStatistics;
import io.asynccpu.api.WorkerCrashedException.Death;
import io.asynccpu.api.WorkerEnd;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Writes events for Java Flight Recorder. The event classes are loaded only once a recording has begun, and never without the module
 * {@code jdk.jfr}. Until then an event costs one read of a field. The content of an event is requested only if a recording takes it, so
 * after the last recording it costs little more. Never blocks. Thread-safe.
 */
public final class FlightRecording {

    private static final boolean IS_THERE =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightRecording() {}

    /** Whether a recording has begun in this JVM. The other methods may be called only then. */
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

    /** @param outcome supplies the failure; null if the future has a value */
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
            // Without the message, which may contain data that does not belong into the file.
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
