package io.asynccpu.internal.task;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.api.TaskStatistics;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.internal.concurrent.RetryingSteps;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.spi.TaskMeter;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a task, its places at workers, and what can be seen of it.
 *
 * <p>Actors: the submitting thread, the worker's thread, the timer, users' threads. Shared state: {@code state}, which result, failure,
 * timeout, cancellation, worker death and the user's own {@code complete} change by one compare-and-set; the winner alone completes the
 * future. The assignment and its attempt change under the pool's lock.
 */
abstract class TaskLifecycle<T extends @Nullable Object> extends OutcomeFuture<T> {

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<TaskLifecycle, TaskState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(TaskLifecycle.class, TaskState.class, "state");

    private static final int MOST_TRIES = 10;

    // A million tasks may wait: what most of them do not need is made when it is needed.
    private final long id;
    private final CallSpec call;
    private final TaskTerms terms;
    final TaskServices services;
    private final long submittedNanos = System.nanoTime();

    private volatile TaskState state = TaskState.QUEUED;
    /** Written by the thread that completes the future, read by those that have seen it complete. */
    private TaskOutcome ending = TaskOutcome.SUCCESS;

    private volatile long endedNanos;
    private volatile long cpuNanos;
    private volatile long allocatedBytes;
    private volatile @Nullable ProgressFeed progress;
    private volatile Timer.@Nullable Alarm queueTimeout;

    // Written under the pool's lock.
    private volatile @Nullable Assignment assignment;
    private volatile int attempt;
    private @Nullable LostAttempts lost;

    TaskLifecycle(long id, CallSpec call, TaskTerms terms, TaskServices services) {
        super(terms.listener());
        this.id = id;
        this.call = call;
        this.terms = terms;
        this.services = services;
    }

    /** The task has its outcome; called once, before the future is complete. */
    abstract void decided(TaskState previous, TaskOutcome outcome);

    /** The task has waited for longer than its queue timeout. */
    abstract void queueTimeout();

    public final CallSpec call() {
        return call;
    }

    public final TaskTerms terms() {
        return terms;
    }

    /** Its place at the worker that got it last; null if none has. */
    public final @Nullable Assignment assignment() {
        return assignment;
    }

    // --- its states ---

    public final TaskState state() {
        return state;
    }

    public final boolean isOver() {
        return state.isTerminal();
    }

    /** The one place that changes the state: to {@code next} if the state seen is {@code from} and the table allows it. */
    final boolean transition(TaskState from, TaskState next) {
        return from.mayBecome(next) && STATE.compareAndSet(this, from, next);
    }

    /** From whatever state allows it; false if another final state was first. */
    final boolean endFromAny(TaskState end, TaskOutcome outcome) {
        TaskState seen = state;
        while (seen.mayBecome(end)) {
            if (endFrom(seen, end, outcome)) {
                return true;
            }
            seen = state;
        }
        return false;
    }

    final boolean endFrom(TaskState from, TaskState end, TaskOutcome outcome) {
        boolean won = transition(from, end);
        if (won) {
            left(from, outcome);
        }
        return won;
    }

    final void left(TaskState previous, TaskOutcome outcome) {
        endedNanos = System.nanoTime();
        ending = outcome;
        try {
            decided(previous, outcome);
        } catch (OutOfMemoryError noMemory) {
            // The thread that moved the state completes the future in any case; in the queue the task is passed over at
            // its turn.
        }
    }

    /** A worker gets the task, to run it when its turn comes. Caller holds the pool's lock. */
    public boolean assign(Assignment granted) {
        assignment = granted;
        // Guard against race with cancel(), which looks for the assignment after it has changed the state.
        return state == TaskState.QUEUED;
    }

    /** The task's turn comes. Caller holds the pool's lock. */
    public boolean start(Assignment granted) {
        if (!transition(TaskState.QUEUED, TaskState.RUNNING)) {
            return false;
        }
        attempt = granted.attempt();
        cancelQueueTimeout();
        return true;
    }

    /**
     * The worker does not have the task any more, and it may start elsewhere. Caller holds the pool's lock.
     *
     * @param counts whether it had started there
     * @return false if the task has a final state
     */
    public boolean giveBack(Assignment lostOne, boolean counts) {
        if (!counts) {
            attempt = lostOne.attempt() - 1;
        }
        if (transition(TaskState.RUNNING, TaskState.QUEUED)) {
            if (!counts) {
                // Else a pause comes first, and the time to wait begins after it.
                startQueueTimeout();
            }
            return true;
        }
        return state == TaskState.QUEUED;
    }

    /** The worker deaths that did not end the task. Caller holds the pool's lock. */
    public LostAttempts lostAttempts() {
        LostAttempts known = lost;
        if (known == null) {
            known = new LostAttempts();
            lost = known;
        }
        return known;
    }

    /** How often a worker died before it came to the task. Makes no object: it is asked for each task of a dead worker. */
    public int timesLostBeforeStart() {
        return lost == null ? 0 : lost.beforeStart();
    }

    /** Adds the earlier deaths to the last one; returns how many bytes of output all of them hold. Makes no object if there are none. */
    final long outputWithEarlierDeaths(WorkerCrashedException last) {
        return lost == null ? LostAttempts.outputOf(last) : lost.addTo(last);
    }

    /** Caller holds the pool's lock. */
    public void startQueueTimeout() {
        if (terms.queueTimeoutNanos() > 0 && state == TaskState.QUEUED) {
            queueTimeout = services.timer().after(terms.queueTimeoutNanos(), this::queueTimeout);
        }
    }

    final void cancelQueueTimeout() {
        Timer.Alarm timer = queueTimeout;
        if (timer != null) {
            timer.cancel();
        }
    }

    final void stopWork(boolean alsoIfRunning) {
        Assignment current = assignment;
        // After so many tries the outcome matters more, and the work goes on until its own time is over.
        for (int tries = 0; current != null && tries < MOST_TRIES; tries++) {
            try {
                if (alsoIfRunning) {
                    current.cancel(false);
                } else {
                    current.withdraw();
                }
                return;
            } catch (OutOfMemoryError noMemory) {
                RetryingSteps.pause();
            }
        }
    }

    @Override
    void readAnswerHere() {
        Assignment current = assignment;
        if (current != null && current.isSent()) {
            current.readAnswerHere();
        }
    }

    @Override
    Executor callbacks() {
        return services.callbacks();
    }

    @Override
    TaskOutcome outcome() {
        return ending;
    }

    /** Its failure once it is complete; null if it has a value, or no outcome yet. */
    public @Nullable Throwable failure() {
        return isCompletedExceptionally() ? handle((result, failure) -> failure).getNow(null) : null;
    }

    // --- its progress, and what others may see ---

    @Override
    public ProcessTask<T> onProgress(Consumer<? super TaskProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        services.gate().run(() -> progress().subscribe(listener));
        return this;
    }

    final ProgressFeed progress() {
        ProgressFeed feed = progress;
        if (feed == null) {
            synchronized (this) {
                feed = progress;
                if (feed == null) {
                    feed = new ProgressFeed(callbacks());
                    progress = feed;
                }
            }
        }
        return feed;
    }

    @Override
    public long taskId() {
        return id;
    }

    public final String name() {
        return call.name();
    }

    @Override
    public String label() {
        return "Task " + id + " (" + call.name() + ") of pool " + services.pool();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public long workerPid() {
        Assignment last = lastStart();
        return last == null ? -1 : last.workerPid();
    }

    final @Nullable Assignment lastStart() {
        Assignment last = assignment;
        return last == null || !last.hasStarted() ? null : last;
    }

    /** What its child says that it used. */
    final void used(Message.TaskEnd end) {
        cpuNanos = end.cpuNanos();
        allocatedBytes = end.allocatedBytes();
    }

    private TaskTimes times() {
        return new TaskTimes(submittedNanos, endedNanos, cpuNanos, allocatedBytes);
    }

    @Override
    public TaskStatistics statistics() {
        // First, as the time of the end is there only after it.
        boolean isOver = isOver();
        return times().statistics(lastStart(), isOver);
    }

    /** Called after the end of the task. */
    public void measure(TaskMeter meter) {
        times().measure(meter, services.pool(), lastStart());
    }

    public PoolSnapshot.Task snapshot() {
        Assignment last = lastStart();
        TaskTimes times = times();
        Instant submittedAt = times.submittedAt();
        ProgressFeed feed = progress;
        return new PoolSnapshot.Task(
                id,
                call.name(),
                state.name(),
                attempt,
                workerPid(),
                submittedAt,
                times.startedAt(submittedAt, last),
                feed == null ? null : feed.newest());
    }

    /** For a message, behind the label of a task that may go on in its worker. */
    public String howItEnded() {
        return switch (state) {
            case TIMED_OUT -> ", which had timed out,";
            case CANCELLED -> ", which was cancelled,";
            case ABANDONED -> ", whose future its caller had completed,";
            case SUCCEEDED, FAILED -> ", whose future was complete already,";
            case QUEUED, RUNNING -> "";
        };
    }
}
