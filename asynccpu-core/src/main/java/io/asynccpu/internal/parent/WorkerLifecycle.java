package io.asynccpu.internal.parent;

import io.asynccpu.internal.process.ProcessTree;
import io.asynccpu.internal.process.ProcessorTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one worker, its process, and why the pool kills it.
 *
 * <p>Actors: the worker's own thread (its start and its death), the pool's threads (retire, kill) and the timer's thread (kill). All
 * fields change under one monitor, so that a kill either finds the process or is found by the thread that starts it. Nothing is
 * called under the monitor.
 */
final class WorkerLifecycle {

    private final WorkerSpec spec;
    private final Instant createdAt = Instant.now();

    // Guarded by this; the first two are also read without.
    private volatile WorkerState state = WorkerState.STARTING;
    private volatile long pid = -1;
    private @Nullable ProcessTree process;
    private @Nullable KillReason killReason;
    private boolean wasNeverReady;

    private volatile Duration processorTimeSeen = Duration.ZERO;

    WorkerLifecycle(WorkerSpec spec) {
        this.spec = spec;
    }

    Instant createdAt() {
        return createdAt;
    }

    WorkerState state() {
        return state;
    }

    /** -1 before there is a process. */
    long pid() {
        return pid;
    }

    /** Null before there is one. */
    synchronized @Nullable ProcessTree process() {
        return process;
    }

    /** Processor time of the process until now, or until the last call if the process is gone. */
    Duration processorTime() {
        ProcessTree running = process();
        if (running != null) {
            running.processorTime().ifPresent(time -> processorTimeSeen = time);
        }
        return processorTimeSeen;
    }

    Duration processorTimeSeen() {
        return processorTimeSeen;
    }

    /** Processor time of the process and its descendants; null if that cannot be told. */
    @Nullable
    ProcessorTime processorTimeNow() {
        ProcessTree running = process();
        return running == null ? null : running.processorTimeOfAll();
    }

    /**
     * The worker has a process now.
     *
     * @return false if the worker is to end already; then nobody else kills the process
     */
    synchronized boolean adopt(ProcessTree started) {
        pid = started.pid();
        process = started;
        return state == WorkerState.STARTING;
    }

    /** The JVM has told its process id, as it sees it. */
    void foundJvm(long told) {
        ProcessTree started = process();
        if (started != null) {
            started.findJvm(told);
            synchronized (this) {
                pid = started.pid();
            }
        }
    }

    synchronized void becomeReady() {
        moveTo(WorkerState.READY);
    }

    /** False if the worker is ending already. */
    synchronized boolean retire() {
        boolean isStarting = state == WorkerState.STARTING;
        if (!moveTo(WorkerState.STOPPING)) {
            return false;
        }
        wasNeverReady = isStarting;
        return true;
    }

    /** Whether the worker was retired before it was ready, so that it has nothing to bring to an end. */
    synchronized boolean wasNeverReady() {
        return wasNeverReady;
    }

    /** False if the worker is being killed already, or dead. */
    synchronized boolean condemn(KillReason reason) {
        if (!moveTo(WorkerState.CONDEMNED)) {
            return false;
        }
        killReason = reason;
        return true;
    }

    /** The worker's channel has ended, so it takes no more tasks, though its process may need a while to end. */
    synchronized void loseChannel() {
        if (state == WorkerState.READY) {
            moveTo(WorkerState.CONDEMNED);
        }
    }

    synchronized void die() {
        moveTo(WorkerState.DEAD);
    }

    /** The one place that changes the state. Caller holds this. */
    private boolean moveTo(WorkerState next) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    /** Whether the pool had asked the worker to end. */
    synchronized boolean isStopping() {
        return state == WorkerState.STOPPING;
    }

    /** Keeps an earlier reason. */
    synchronized void blame(KillReason reason) {
        if (killReason == null) {
            killReason = reason;
        }
    }

    /** Null if the pool has not killed the worker. */
    synchronized @Nullable KillReason killReason() {
        return killReason;
    }

    /** Names the worker in messages. */
    @Override
    public String toString() {
        WorkerSettings settings = spec.settings();
        String where = settings.launch().inProcess() == null ? "pid " + pid : "on threads of this JVM";
        return "Worker " + spec.id() + " of pool " + settings.pool() + " (" + where + ")";
    }
}
