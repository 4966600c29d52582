package io.asynccpu.internal.pool;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.fastpath.GuestReading;
import io.asynccpu.internal.fastpath.PrefetchedTasks;
import io.asynccpu.internal.parent.StartWatchdog;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.task.Assignment;
import io.asynccpu.internal.task.PoolTask;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One task on one worker: the worker runs it, or has prefetched it and has not come to it yet. Everything that is done to such a task
 * goes through its lease, so a late cancel or kill can never hit the worker's next task.
 *
 * <p>Actors: the thread that sends the task, the timer, users' threads that cancel, the worker's thread. Shared state: the {@link
 * LeaseState} and the alarms, under this monitor; the pool's lock may be held when it is taken, and the worker's may follow.
 */
final class Lease implements Assignment, PrefetchedTasks.Prefetched {

    /**
     * What all leases of a pool have in common.
     *
     * @param startupTimeout how long the bean or function class of a task may take to be ready
     * @param startGrace begins the time that a task has to stop; returns the alarm that ends with the lease
     * @param started is told that the task's turn has come, and the worker knows the task; precedes every answer of the worker, and must
     *     not block
     */
    record Rules(
            Timer timer,
            Duration startupTimeout,
            Function<Lease, Timer.Alarm> startGrace,
            Consumer<PoolTask<?>> started) {}

    private final PoolTask<?> task;
    private final Worker worker;
    private final int attempt;
    private final Rules rules;

    // Guarded by this.
    private LeaseState state = LeaseState.GRANTED;
    private boolean isTold;
    private @Nullable Throwable refusal;
    private boolean recalled;
    /** Whether the task's time waits until its bean or function class is ready. */
    private boolean isBinding;

    private @Nullable StartWatchdog binding;
    private @Nullable String lateBinding;
    private Timer.@Nullable Alarm timeout;
    /** When the task's time is over; meaningless without {@link #timeout}. */
    private long timeoutNanos;

    private Timer.@Nullable Alarm grace;

    /** When the task's turn on the worker came; 0 while others are before it. */
    private volatile long startedNanos;

    Lease(PoolTask<?> task, Worker worker, int attempt, Rules rules) {
        this.task = task;
        this.worker = worker;
        this.attempt = attempt;
        this.rules = rules;
    }

    /** The one place that changes the state. Caller holds this. */
    private boolean moveTo(LeaseState next) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    PoolTask<?> task() {
        return task;
    }

    Worker worker() {
        return worker;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public long workerPid() {
        return worker.pid();
    }

    @Override
    public boolean hasStarted() {
        return startedNanos != 0;
    }

    @Override
    public long startedNanos() {
        return startedNanos;
    }

    /**
     * Tells the worker of the task.
     *
     * @param call null if the worker knows it
     * @param isBound whether the worker has the bean or function class already
     * @return false if the task was cancelled before; then the worker does not hear of it
     */
    synchronized boolean send(Message.@Nullable Call call, boolean isBound) {
        // Guard against race with cancel(): a cancel that overtook the run would be lost in the child.
        if (!moveTo(LeaseState.SENT)) {
            return false;
        }
        isBinding = !isBound && task.terms().timeoutNanos() > 0;
        clock(true);
        // Whether it arrives does not matter here: if the worker is gone, its death answers for the task.
        worker.channel()
                .sendLater(new Message.Run(
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

    /** The worker cannot be told of the task, for that reason. */
    synchronized void refuse(Throwable why) {
        refusal = why;
    }

    /** Why the worker could not be told; null if it could, or the task was cancelled before. */
    synchronized @Nullable Throwable refusal() {
        return refusal;
    }

    /**
     * Ends the lease unless the worker has been told.
     *
     * @return whether the worker will not hear of the task
     */
    synchronized boolean revoke() {
        // Guard against race with send(): either the worker gets the task or another one does.
        if (isTold || state == LeaseState.ENDED) {
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
            if (state == LeaseState.SENT) {
                // Also if the task was cancelled without an interrupt: it may have started there unnoticed.
                clock(isWanted);
            }
        }
    }

    /** The clock may be missing, as without memory. Caller holds the pool's lock. */
    synchronized void startClock() {
        if (state == LeaseState.SENT) {
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
     * The task's time begins when the worker has been told, has come to the task, and has its bean or function class. Caller holds
     * this.
     */
    private void clock(boolean isWanted) {
        if (!hasStarted()) {
            return;
        }
        if (isWanted) {
            rules.started().accept(task);
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
     * The worker says that the bean or function class of the task is ready.
     *
     * @throws ProtocolException if the worker was not asked
     */
    synchronized void bound() throws ProtocolException {
        if (!isBinding) {
            throw new ProtocolException("It said unasked that it has what task " + task.taskId() + " calls");
        }
        isBinding = false;
        if (binding != null) {
            binding.end();
            if (state == LeaseState.SENT) {
                startTimeout();
            }
        }
    }

    private synchronized void bindingIsOver(String why) {
        // Guard against race with the end of the binding, or of the lease.
        if (state == LeaseState.SENT && isBinding) {
            lateBinding = why;
            task.runTimeout(this);
        }
    }

    @Override
    public synchronized long timeLeftNanos() {
        return timeout == null ? task.terms().timeoutNanos() : Math.max(1, timeoutNanos - System.nanoTime());
    }

    @Override
    public synchronized @Nullable String lateBinding() {
        return lateBinding;
    }

    private synchronized void timeIsOver() {
        // Guard against race with the worker's death, which ends this lease before the task may get another one.
        if (state == LeaseState.SENT) {
            task.runTimeout(this);
        }
    }

    @Override
    public synchronized void recall() {
        recalled = true;
    }

    /** Whether the worker was asked for the task, by a recall or a cancel. */
    synchronized boolean mayComeBack() {
        return recalled || state == LeaseState.CANCELLING;
    }

    @Override
    public synchronized void withdraw() {
        if (state == LeaseState.GRANTED) {
            moveTo(LeaseState.CANCELLING);
        } else if (state == LeaseState.SENT) {
            recall();
            worker.channel().send(new Message.Recall(List.of(task.taskId())));
        }
    }

    @Override
    public synchronized void cancel(boolean wantStack) {
        if (state == LeaseState.GRANTED) {
            moveTo(LeaseState.CANCELLING);
        } else if (state == LeaseState.SENT) {
            // Not before there was memory for all that: until then it can be done again.
            if (grace == null) {
                grace = rules.startGrace().apply(this);
            }
            worker.channel().send(new Message.Cancel(task.taskId(), wantStack));
            moveTo(LeaseState.CANCELLING);
        }
    }

    /** The time to stop begins anew; returns false if the task has ended. */
    synchronized boolean extendGrace(Timer.Alarm longer) {
        if (state != LeaseState.CANCELLING) {
            longer.cancel();
            return false;
        }
        grace = longer;
        return true;
    }

    @Override
    public synchronized boolean isSent() {
        return state == LeaseState.SENT || state == LeaseState.CANCELLING;
    }

    @Override
    public Runnable holdOutcome(long bytes) {
        return worker.backlog().add(bytes)::end;
    }

    @Override
    public void readAnswerHere() {
        GuestReading.read(worker, () -> task.assignment() == this && isSent());
    }

    /** The worker does not have the task any more. */
    synchronized void end() {
        moveTo(LeaseState.ENDED);
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
