package io.asynccpu.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.concurrent.Timer;
import io.asynccpu.protocol.Message;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a pool knows, under one lock: the waiting tasks, the workers and which task is where.
 *
 * <p>Actors: submitting threads, one thread for each worker (see {@link Worker}), the timer. Each makes its entry by {@link
 * #decide}, which then pairs waiting tasks with free workers, and acts after it has let go of the lock: frames are
 * written, futures completed and processes started outside. No thread stands between a submitter and a worker.
 */
final class Books {

    private static final int SPINS = 100;

    /** Of the tasks that wait: what takes some microseconds. */
    private static final int MOST_AT_A_TIME = 500;

    private static final long PAUSE_OF_A_WALK = TimeUnit.MICROSECONDS.toNanos(10);

    private static final int MOST_PAUSES = 100;

    /** Memory that is exhausted is mostly there again soon. */
    private static final long PAUSE_BEFORE_REVIEW = TimeUnit.MILLISECONDS.toNanos(100);

    private final PoolSettings settings;
    private final PoolThreads threads;
    private final Latecomers latecomers;
    private final EventFeed events;
    private final Runnable whenTerminated;
    private final Lease.Rules rules = new Rules();

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final PoolSites sites;
    private final Surroundings surroundings;
    // All below guarded by lock.
    private final Workforce workforce;
    private final CacheTraining training;
    private final TaskQueue queue = new TaskQueue();
    private final Counts counts = new Counts();
    private final Pace pace = new Pace();
    private boolean recallIsDue;
    private boolean paused;
    private PoolSnapshot.@Nullable Death lastDeath;
    private long submitted;

    // Written under lock, read by all.
    private volatile PoolState state = PoolState.RUNNING;
    private final AtomicLong answered = new AtomicLong();

    /** What an entry failed of on the way, so that the books may not hold; null if they do. Written by all. */
    private volatile @Nullable Error doubt;

    private final Timer.Alarm review;

    /** An entry. */
    interface Step {
        void decide(Decisions decisions);
    }

    /**
     * @throws IllegalArgumentException if the memory budget can never be kept
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from here
     */
    Books(
            PoolSettings settings,
            PoolThreads threads,
            EventFeed events,
            Function<Books, WorkerEvents> workerEvents,
            Runnable whenTerminated) {
        this.settings = settings;
        this.threads = threads;
        this.latecomers = new Latecomers(this, settings.ladder(), threads.timer());
        this.events = events;
        this.whenTerminated = whenTerminated;
        // The pool's end may wait for that.
        this.sites = new PoolSites(settings.name(), settings.worker().launch(), threads.timer(), this::proceed);
        this.surroundings = new Surroundings(settings.worker().launch(), sites.launcher());
        this.workforce = new Workforce(
                settings, sites, threads.timer(), workerEvents.apply(this), new RoomForOthers(this), counts);
        this.training = new CacheTraining(settings, sites, threads.timer(), this);
        this.review = threads.timer().standBy(this::proceed);
    }

    /** Changes the books under the lock, lets work flow on, then acts. */
    void decide(Step step) {
        try {
            threads.deputy().run(() -> enter(step));
        } catch (Error e) {
            doubt(e);
            throw e;
        }
    }

    /** Lets work flow on, where something may have changed that the books do not hold. */
    void proceed() {
        decide(decisions -> {});
    }

    private void enter(Step step) {
        Decisions decisions = new Decisions();
        lock();
        try {
            Error cause = doubt;
            if (cause != null) {
                // First: whatever fails from now on is a new doubt.
                doubt = null;
                reconcile(cause, decisions);
            }
            step.decide(decisions);
            if (state != PoolState.TERMINATED) {
                dispatch(decisions);
                workforce.adjust(isPaused() ? 0 : queue.ready(), isRunning(), decisions);
                finish(decisions);
            }
        } finally {
            lock.unlock();
            // Also of an entry that failed on the way, as without memory: the books may say already that it is done.
            decisions.carryOut(this::takeUnsent);
        }
    }

    /** Makes no object. */
    private void doubt(Error failure) {
        doubt = failure;
        review.comeIn(PAUSE_BEFORE_REVIEW);
    }

    /**
     * After an entry that failed on the way, as without memory or stack: what it has decided may not have been done, and what it
     * has taken from one place may not have come to another. Nothing is lost by that.
     */
    private void reconcile(Error failure, Decisions decisions) {
        for (PooledWorker worker : workforce.all()) {
            for (Lease lease : worker.leases()) {
                if (lease.revoke()) {
                    takeBack(lease.worker(), lease.task().taskId(), decisions);
                } else {
                    lease.startClock();
                }
            }
            worker.recallAnew();
            workforce.decideAnew(worker, decisions);
            latecomers.someTaskEnded(worker, decisions);
        }
        for (PoolTask<?> task : queue.given()) {
            Lease lease = task.lease();
            PooledWorker worker = lease == null ? null : workforce.find(lease.worker());
            if (task.isDone()) {
                queue.remove(task);
            } else if (worker == null || lease == null || !worker.has(lease)) {
                if (lease != null && lease.revoke() && task.giveBack(lease, false)) {
                    queue.giveBack(task);
                } else {
                    decisions.afterwards(() -> task.fail(failure));
                }
            }
        }
        if (recallIsDue) {
            recallIsDue = false;
            watchAhead();
        }
    }

    /** An entry takes less time than it takes to put a thread to sleep and to wake it. */
    private void lock() {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    /** Looks into the books. */
    <T extends @Nullable Object> T read(Supplier<T> view) {
        return threads.deputy().call(() -> look(view));
    }

    /**
     * Visits those that wait, in turn, until the visitor says false. A million may wait, and each call needs the lock, so this lets
     * go of it now and then.
     */
    void walkQueue(Predicate<PoolTask<?>> visitor) {
        TaskQueue.Walk walk = read(queue::walk);
        try {
            while (read(() -> walk.goOn(MOST_AT_A_TIME, visitor))) {
                // Whoever waits for the lock would not get it from a thread that takes it again at once.
                for (int i = 0; i < MOST_PAUSES && lock.hasQueuedThreads(); i++) {
                    LockSupport.parkNanos(PAUSE_OF_A_WALK);
                }
            }
        } finally {
            read(() -> {
                walk.end();
                return true;
            });
        }
    }

    private <T extends @Nullable Object> T look(Supplier<T> view) {
        lock.lock();
        try {
            return view.get();
        } finally {
            lock.unlock();
        }
    }

    // --- for steps and views only: the caller holds the lock ---

    Workforce workforce() {
        return workforce;
    }

    Counts counts() {
        return counts;
    }

    CacheTraining training() {
        return training;
    }

    TaskQueue queue() {
        return queue;
    }

    PoolState state() {
        return state;
    }

    boolean isRunning() {
        return state == PoolState.RUNNING;
    }

    long submitted() {
        return submitted;
    }

    /** Whether waiting tasks stay where they are. A shutdown ends it: it is to finish them. */
    boolean isPaused() {
        return paused && isRunning();
    }

    void pause() {
        paused = true;
        if (isRunning()) {
            // What was sent ahead comes back, as far as it has not started.
            watchAhead();
        }
    }

    void resume() {
        paused = false;
    }

    PoolSnapshot.@Nullable Death lastDeath() {
        return lastDeath;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Nobody had asked for it. */
    void died(Worker worker, String reason) {
        lastDeath = new PoolSnapshot.Death(worker.id(), worker.pid(), Instant.now(), reason);
    }

    /** How many tasks have their outcome, whether or not their futures know it. */
    long ended() {
        return counts.ended();
    }

    /** Takes the task, or gives the reason why it does not. */
    @Nullable
    String accept(PoolTask<?> task, Decisions decisions) {
        if (!isRunning()) {
            counts.ended(TaskOutcome.REJECTED);
            return "the pool is shut down";
        }
        if (unclaimed() >= settings.queueCapacity()) {
            counts.ended(TaskOutcome.REJECTED);
            return whyFull();
        }
        String why = workforce.whyOutOfService();
        if (why == null) {
            queue.add(task);
        } else {
            // Fails fast, by its future as every other failure.
            decisions.afterwards(() -> task.notStarted(DeathNotice.outOfService(settings.name(), why)));
        }
        // Not before there was memory for its place: the pool ends when as many are answered.
        submitted++;
        return null;
    }

    /** Also those count that wait for a worker which is still starting, and those that go on after a cancel. */
    private String whyFull() {
        long tasks = queue.size() + (long) workforce.leaseCount();
        int threads = settings.worker().threads();
        return tasks + (tasks == 1 ? " task runs or waits already, " : " tasks run or wait already, ")
                + "max-workers is "
                + workforce.maxWorkers() + (threads > 1 ? ", threads-per-worker is " + threads : "")
                + " and queue-capacity is " + settings.queueCapacity() + (isPaused() ? "; the pool is paused" : "");
    }

    /** At this moment; before that it may have been something else. */
    String whyTasksWait() {
        if (isPaused()) {
            return "the pool is paused";
        }
        String postponed = workforce.whyPostponed();
        if (postponed != null) {
            return "the next worker has to wait, as " + postponed;
        }
        long ready = workforce.readyCount();
        String earlyDeaths = workforce.earlyDeaths().whyPause(System.nanoTime());
        // Those that were starting already may have come in spite of it.
        if (earlyDeaths != null && ready < workforce.maxWorkers()) {
            return earlyDeaths;
        }
        String failure = workforce.breaker().reason();
        if (ready == 0) {
            return failure == null
                    ? "none is ready yet; min-workers and spare-workers start some before they are needed"
                    : "none could be started: " + failure;
        }
        return "of at most " + workforce.maxWorkers()
                + (ready == 1 ? " one is ready, with" : " " + ready + " are ready, with") + " other tasks"
                + (ready < workforce.maxWorkers() ? "" : "; the pool is too small or its tasks too long");
    }

    /** Waiting tasks beyond those that find a free thread, if not now then as soon as a worker has started. */
    private long unclaimed() {
        long leases = workforce.leaseCount();
        long places = (long) workforce.maxWorkers() * settings.worker().threads();
        // After a cut more may run than there are places for; those that run do not wait.
        return queue.size() + leases - (leases > places ? Math.max(places, workforce.runningCount()) : places);
    }

    /**
     * The task has ended on its worker.
     *
     * @param taken gets its lease, and with it the task; null if the worker does not have it
     */
    void take(Worker worker, Message.TaskEnd end, List<@Nullable Lease> taken, Decisions decisions) {
        PooledWorker pooled = workforce.find(worker);
        Lease lease = pooled == null ? null : pooled.take(end.taskId());
        taken.add(lease);
        if (pooled != null && lease != null) {
            queue.remove(lease.task());
            pace.took(end.wallNanos());
            if (pooled.mustWatchAhead()) {
                watchAhead();
            }
            latecomers.someTaskEnded(pooled, decisions);
        }
    }

    /** The task will not start on the worker, which may never have heard of it: it waits for another one. */
    void takeBack(Worker worker, long taskId, Decisions decisions) {
        PooledWorker pooled = workforce.find(worker);
        Lease lease = pooled == null ? null : pooled.takeBack(taskId);
        if (pooled != null && lease != null) {
            PoolTask<?> task = lease.task();
            if (task.giveBack(lease, false)) {
                queue.giveBack(task);
            } else {
                decisions.afterwards(task::publishTimeout);
            }
            latecomers.someTaskEnded(pooled, decisions);
        }
    }

    private void takeUnsent(List<Lease> leases) {
        decide(decisions -> {
            for (Lease lease : leases) {
                PooledWorker worker = workforce.find(lease.worker());
                // Guard against race with reconcile(), after which the same worker may have the task for another lease.
                if (worker != null && worker.has(lease)) {
                    takeBack(lease.worker(), lease.task().taskId(), decisions);
                }
            }
        });
    }

    /** A task has its outcome. Before its future is complete, so that who has the result sees the task counted. */
    void countEnded(TaskOutcome outcome) {
        counts.ended(outcome);
    }

    /** A task's future is complete. */
    void countAnswered(PoolTask<?> task) {
        answered.incrementAndGet();
        // Guard against race with shutdown(), which looks at the count after it has changed the state.
        // Mostly the task was taken from its worker by this thread, which has also removed it.
        if (state != PoolState.RUNNING || task.line != null) {
            try {
                decide(decisions -> queue.remove(task));
            } catch (OutOfMemoryError noMemory) {
                // Whoever has answered it has others to answer. The review removes it, which has been asked for.
            }
        }
    }

    /** No more tasks are taken from now on. */
    void beginShutdown() {
        if (isRunning()) {
            state = PoolState.SHUTTING_DOWN;
            sites.beginEnd();
        }
    }

    // --- what follows from every change ---

    void dispatch(Decisions decisions) {
        if (isPaused()) {
            return;
        }
        PooledWorker worker;
        while (queue.ready() > 0 && (worker = workforce.freest()) != null) {
            grantNext(worker, decisions);
        }
        PoolTask<?> next;
        int ahead = pace.ahead();
        while (ahead > 0
                && (next = queue.peek()) != null
                && next.maySendAhead()
                && (worker = workforce.readiest(ahead)) != null) {
            grantNext(worker, decisions);
            watchAhead();
        }
    }

    private void grantNext(PooledWorker worker, Decisions decisions) {
        PoolTask<?> task = Objects.requireNonNull(queue.peek());
        Lease lease = new Lease(task, worker.worker(), task.attempt() + 1, rules);
        // Guard against race with cancel(): a task that was cancelled but not yet removed is passed over.
        if (task.grant(lease)) {
            queue.give(task);
            worker.grant(lease);
            decisions.tell(worker.errands());
        } else {
            queue.remove(task);
        }
    }

    /** A task that was sent ahead must not wait behind a long one, nor here for others to leave with. */
    private void watchAhead() {
        if (recallIsDue) {
            return;
        }
        threads.timer()
                .after(
                        Pace.HORIZON,
                        () -> decide(decisions -> {
                            recallIsDue = false;
                            long wait = isPaused() ? 0 : workforce.freest() == null ? Pace.PATIENCE : Pace.HORIZON;
                            for (PooledWorker worker : workforce.all()) {
                                decisions.afterwards(worker.worker()::flush);
                                List<Long> late = worker.recall(wait);
                                if (!late.isEmpty()) {
                                    decisions.afterwards(() -> worker.worker().send(new Message.Recall(late)));
                                }
                                if (worker.mustWatchAhead()) {
                                    watchAhead();
                                }
                            }
                        }));
        recallIsDue = true;
    }

    private void finish(Decisions decisions) {
        if (state != PoolState.SHUTTING_DOWN || !queue.isEmpty()) {
            return;
        }
        // Workers are stopped as soon as they are idle; the pool itself ends when every future is complete, too.
        workforce.retireAllIdle(decisions);
        if (workforce.isEmpty() && sites.isClear() && training.isOver() && answered.get() == submitted) {
            workforce.close(decisions);
            decisions.afterwards(threads::close);
            decisions.afterwards(events::close);
            decisions.afterwards(whenTerminated);
            // Not before there is memory for all that: until then the next entry makes it again.
            state = PoolState.TERMINATED;
            terminated.countDown();
        }
    }

    /** As in {@link Lease.Rules}. A shutdown waits for no dump. */
    long lostNanos(Worker worker, long graceNanos) {
        return state == PoolState.RUNNING ? graceNanos - worker.nanosSinceHeapDump() : 0;
    }

    /** False if the time is over before the last worker has ended. */
    boolean awaitTermination(long nanos) throws InterruptedException {
        return terminated.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** What leases need of their pool. */
    private final class Rules implements Lease.Rules {

        @Override
        public Timer timer() {
            return threads.timer();
        }

        @Override
        public long graceNanos() {
            return settings.ladder().cancelGracePeriod().toNanos();
        }

        @Override
        public long lostNanos(Worker worker, long graceNanos) {
            return Books.this.lostNanos(worker, graceNanos);
        }

        @Override
        public void overdue(Lease lease) {
            latecomers.overdue(lease);
        }

        @Override
        public Duration startupTimeout() {
            return settings.worker().startupTimeout();
        }

        @Override
        public void started(PoolTask<?> task) {
            events.taskStarted(task);
        }
    }
}
