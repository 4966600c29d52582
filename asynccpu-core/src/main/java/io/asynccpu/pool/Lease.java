package io.asynccpu.pool;

import io.asynccpu.protocol.Message;
import io.asynccpu.supervisor.Timer;
import io.asynccpu.supervisor.Worker;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One start of one task on one worker. Everything that is done to a running task goes through its lease, so a late cancel
 * or kill can never hit the worker's next task.
 */
final class Lease {

    private enum State {
        /** The worker has not been told yet. */
        GRANTED,
        /** The worker runs the task. */
        ACTIVE,
        /** The worker was told to stop the task and has a bounded time to do so. */
        CANCELLING,
        /** The worker does not have the task any more. Final. */
        ENDED
    }

    private final PoolTask<?> task;
    private final Worker worker;
    private final int attempt;
    private final long startedNanos = System.nanoTime();
    private final Timer timer;
    private final long graceNanos;
    private final Consumer<Lease> overdue;

    // Guarded by this.
    private State state = State.GRANTED;
    private Timer.@Nullable Alarm timeout;
    private Timer.@Nullable Alarm grace;

    /**
     * @param graceNanos how long the task may go on after {@link #cancel}
     * @param overdue is told when it goes on for longer
     */
    Lease(PoolTask<?> task, Worker worker, int attempt, Timer timer, long graceNanos, Consumer<Lease> overdue) {
        this.task = task;
        this.worker = worker;
        this.attempt = attempt;
        this.timer = timer;
        this.graceNanos = graceNanos;
        this.overdue = overdue;
    }

    PoolTask<?> task() {
        return task;
    }

    Worker worker() {
        return worker;
    }

    int attempt() {
        return attempt;
    }

    long startedNanos() {
        return startedNanos;
    }

    /**
     * Tells the worker to run the task.
     *
     * @param begun comes before anything that the worker may answer; must not block
     * @return false if the task was cancelled before; then the worker hears nothing of it
     */
    synchronized boolean begin(Runnable begun) {
        // Guard against race with cancel(): a cancel that overtook the run would be lost in the child.
        if (state != State.GRANTED) {
            return false;
        }
        state = State.ACTIVE;
        begun.run();
        TaskSpec spec = task.spec();
        // Whether it arrives does not matter here: if the worker is gone, its death answers for the task.
        worker.send(new Message.Run(
                task.taskId(),
                attempt,
                spec.timeoutNanos(),
                spec.name(),
                spec.function(),
                spec.target(),
                spec.arguments()));
        if (spec.timeoutNanos() > 0) {
            timeout = timer.after(spec.timeoutNanos(), this::timeIsOver);
        }
        return true;
    }

    private synchronized void timeIsOver() {
        // Guard against race with the worker's death, which ends this lease before the task may get another one.
        if (state == State.ACTIVE) {
            task.runTimeout(this);
        }
    }

    /** Keeps the worker from being told, if it has not been yet. */
    synchronized void withdraw() {
        if (state == State.GRANTED) {
            state = State.CANCELLING;
        }
    }

    /** Asks the worker to stop the task; if it does not within the grace period, the pool is told. */
    synchronized void cancel(boolean wantStack) {
        withdraw();
        if (state == State.ACTIVE) {
            state = State.CANCELLING;
            worker.send(new Message.Cancel(task.taskId(), wantStack));
            grace = timer.after(graceNanos, () -> overdue.accept(this));
        }
    }

    /** The worker does not have the task any more. */
    synchronized void end() {
        state = State.ENDED;
        if (timeout != null) {
            timeout.cancel();
        }
        if (grace != null) {
            grace.cancel();
        }
    }
}
