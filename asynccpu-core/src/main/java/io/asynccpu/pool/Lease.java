package io.asynccpu.pool;

import io.asynccpu.concurrent.Timer;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import io.asynccpu.supervisor.StartWatchdog;
import io.asynccpu.supervisor.Worker;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One task on one worker: it runs there, or was sent ahead and waits there for its turn. Everything that is done to such a
 * task goes through its lease, so a late cancel or kill can never hit the worker's next task.
 */
final class Lease {

    private enum State {
        /** The worker has not been told yet. */
        GRANTED,
        /** The worker has the task. */
        SENT,
        /** The worker was told to stop the task and has a bounded time to do so. */
        CANCELLING,
        /** The worker does not have the task any more. Final. */
        ENDED
    }

    /** What all leases of a pool have in common. */
    interface Rules {

        Timer timer();

        /** How long a task may go on after {@link #cancel}. */
        long graceNanos();

        /** How much of such a time begins anew since the worker stood still for its heap meanwhile; not positive if none. */
        long lostNanos(Worker worker, long graceNanos);

        /** It goes on for longer. */
        void overdue(Lease lease);

        /** How long what a task calls may take to be there. */
        Duration startupTimeout();

        /** Its turn has come, and the worker knows it. Comes before anything that the worker may answer; must not block. */
        void started(PoolTask<?> task);
    }

    private final PoolTask<?> task;
    private final Worker worker;
    private final int attempt;
    private final Rules rules;

    // Guarded by this.
    private State state = State.GRANTED;
    private boolean isTold;
    private @Nullable Throwable refusal;
    private boolean recalled;
    /** Whether its time waits until what it calls is there. */
    private boolean isBinding;

    private @Nullable StartWatchdog binding;
    private @Nullable String lateBinding;
    private Timer.@Nullable Alarm timeout;
    /** When its time is over; meaningless without {@link #timeout}. */
    private long timeoutNanos;

    private Timer.@Nullable Alarm grace;

    /** When its turn on the worker came; 0 while others are before it. */
    private volatile long startedNanos;

    Lease(PoolTask<?> task, Worker worker, int attempt, Rules rules) {
        this.task = task;
        this.worker = worker;
        this.attempt = attempt;
        this.rules = rules;
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

    /** Whether its turn on the worker has come. */
    boolean hasStarted() {
        return startedNanos != 0;
    }

    /** When its turn came; meaningless before. */
    long startedNanos() {
        return startedNanos;
    }

    /**
     * Tells the worker of the task.
     *
     * @param call null if the worker knows it
     * @param isBound whether what it calls is there already, such as its bean
     * @return false if the task was cancelled before; then the worker hears nothing of it
     */
    synchronized boolean send(Message.@Nullable Call call, boolean isBound) {
        // Guard against race with cancel(): a cancel that overtook the run would be lost in the child.
        if (state != State.GRANTED) {
            return false;
        }
        state = State.SENT;
        isBinding = !isBound && task.terms().timeoutNanos() > 0;
        clock(true);
        // Whether it arrives does not matter here: if the worker is gone, its death answers for the task.
        worker.sendLater(new Message.Run(
                task.taskId(),
                attempt,
                task.terms().timeoutNanos(),
                task.call().id(),
                call,
                task.terms().context(),
                task.arguments(),
                isBinding));
        isTold = true;
        return true;
    }

    /** The worker cannot be told of it, for that reason. */
    synchronized void refuse(Throwable why) {
        refusal = why;
    }

    /** Why the worker could not be told; null if it could, or the task was cancelled before. */
    synchronized @Nullable Throwable refusal() {
        return refusal;
    }

    /**
     * Ends it unless the worker has been told.
     *
     * @return whether it does not hear of it any more
     */
    synchronized boolean revoke() {
        // Guard against race with send(): either the worker gets the task or somebody else does.
        if (isTold || state == State.ENDED) {
            return false;
        }
        end();
        return true;
    }

    /** The worker comes to the task now. Caller holds the pool's lock. */
    void start() {
        long now = System.nanoTime();
        startedNanos = now == 0 ? 1 : now;
        boolean isWanted = task.start(this);
        synchronized (this) {
            if (state == State.SENT) {
                // Also if it was cancelled without an interrupt: it may have started there before anybody knew.
                clock(isWanted);
            }
        }
    }

    /** Its clock may be missing, as if there was no memory for it. Caller holds the pool's lock. */
    synchronized void startClock() {
        if (state == State.SENT) {
            clock(false);
        }
    }

    /** It turns out that the worker has come to the task. Caller holds the pool's lock. */
    void startIfAhead() {
        if (!hasStarted()) {
            start();
        }
    }

    /**
     * Its time counts from when all are true: the worker has been told, comes to it, and has what it calls. Caller holds this.
     */
    private void clock(boolean isWanted) {
        if (!hasStarted()) {
            return;
        }
        if (isWanted) {
            rules.started(task);
        }
        if (isBinding && binding == null) {
            binding = StartWatchdog.begin(
                    rules.timer(), rules.startupTimeout(), worker::processorTimeNow, () -> {}, this::bindingIsOver);
        } else if (!isBinding) {
            startTimeout();
        }
    }

    /** Caller holds this. */
    private void startTimeout() {
        long limit = task.terms().timeoutNanos();
        if (limit > 0 && timeout == null) {
            timeoutNanos = System.nanoTime() + limit;
            timeout = rules.timer().after(limit, this::timeIsOver);
        }
    }

    /**
     * The worker says that what the task calls is there.
     *
     * @throws ProtocolException if nobody wants to know
     */
    synchronized void bound() throws ProtocolException {
        if (!isBinding) {
            throw new ProtocolException("It said unasked that it has what task " + task.taskId() + " calls");
        }
        isBinding = false;
        if (binding != null) {
            binding.end();
            if (state == State.SENT) {
                startTimeout();
            }
        }
    }

    private synchronized void bindingIsOver(String why) {
        // Guard against race with the end of the binding, or of the lease.
        if (state == State.SENT && isBinding) {
            lateBinding = why;
            task.runTimeout(this);
        }
    }

    /** How much of its time is left, at least 1; all, if it has not begun; 0 if it has no end. */
    synchronized long timeLeftNanos() {
        return timeout == null ? task.terms().timeoutNanos() : Math.max(1, timeoutNanos - System.nanoTime());
    }

    /** Why what it calls took too long; null if it did not. */
    synchronized @Nullable String lateBinding() {
        return lateBinding;
    }

    private synchronized void timeIsOver() {
        // Guard against race with the worker's death, which ends this lease before the task may get another one.
        if (state == State.SENT) {
            task.runTimeout(this);
        }
    }

    /** The worker is being asked to give the task back, if it has not started it. */
    synchronized void recall() {
        recalled = true;
    }

    /** Whether the worker was asked for it, in one way or another. */
    synchronized boolean mayComeBack() {
        return recalled || state == State.CANCELLING;
    }

    /** Keeps the task from being started, if it has not been yet. */
    synchronized void withdraw() {
        if (state == State.GRANTED) {
            state = State.CANCELLING;
        } else if (state == State.SENT) {
            recall();
            worker.send(new Message.Recall(List.of(task.taskId())));
        }
    }

    /** Asks the worker to stop the task; if it does not within the grace period, the pool is told. */
    synchronized void cancel(boolean wantStack) {
        if (state == State.GRANTED) {
            state = State.CANCELLING;
        } else if (state == State.SENT) {
            // Not before there was memory for all that: until then it can be done again.
            if (grace == null) {
                grace = rules.timer().after(rules.graceNanos(), this::graceIsOver);
            }
            worker.send(new Message.Cancel(task.taskId(), wantStack));
            state = State.CANCELLING;
        }
    }

    private void graceIsOver() {
        synchronized (this) {
            long lost = rules.lostNanos(worker, rules.graceNanos());
            if (state == State.CANCELLING && lost > 0) {
                // Guard against race with the heap dump: it keeps the worker from hearing of the cancel.
                grace = rules.timer().after(lost, this::graceIsOver);
                return;
            }
        }
        rules.overdue(this);
    }

    /** Whether the worker has the task. */
    synchronized boolean isSent() {
        return state == State.SENT || state == State.CANCELLING;
    }

    /** The worker does not have the task any more. */
    synchronized void end() {
        state = State.ENDED;
        if (binding != null) {
            binding.end();
        }
        if (timeout != null) {
            timeout.cancel();
        }
        if (grace != null) {
            grace.cancel();
        }
    }
}
