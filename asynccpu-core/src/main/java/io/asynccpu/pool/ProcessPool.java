package io.asynccpu.pool;

import io.asynccpu.api.HeapDump;
import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.ResultReading;
import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.ThreadDump;
import io.asynccpu.api.WorkerUsage;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.concurrent.Timer;
import io.asynccpu.protocol.Payload;
import io.asynccpu.spi.TaskMeter;
import io.asynccpu.state.JvmState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks in workers. What it knows stands in its {@link Books}; this is its face. Thread-safe. */
public final class ProcessPool {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessPool.class);

    /** Unique over all pools of this JVM, so that a number in a log means one task. */
    private static final AtomicLong TASK_IDS = new AtomicLong();

    private static final Duration LONGEST_UPKEEP_PAUSE = Duration.ofSeconds(1);

    private final PoolSettings settings;
    private final OutcomeDecoder decoder;
    private final PoolThreads threads;
    private final EventFeed events;
    private final List<? extends TaskMeter> meters;
    private final Books books;
    private final Readings readings;
    private final Usage usage;
    private final Dumps dumps;
    private final RecentFailures failures = new RecentFailures();

    /**
     * Starts the minimum of workers in the background.
     *
     * @throws IllegalArgumentException if the memory budget can never be kept
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from here
     */
    public ProcessPool(
            PoolSettings settings,
            ObjectCodec codec,
            @Nullable ProcessPoolListener listener,
            List<? extends TaskMeter> meters) {
        this.settings = settings;
        this.decoder = new OutcomeDecoder(codec, settings.worker().applicationLoader());
        this.threads = new PoolThreads(settings.name());
        this.events = new EventFeed(settings.name(), listener);
        this.meters = meters;
        this.readings = new Readings(settings.name(), threads.callbacks(), threads.timer());
        try {
            this.books = new Books(
                    settings, threads, events, own -> new WorkerDesk(settings, threads, events, own), readings::close);
        } catch (RuntimeException | Error e) {
            threads.close();
            throw e;
        }
        this.usage = new Usage(books, settings.worker().launch().inProcess() != null);
        this.dumps = new Dumps(settings, books, threads.callbacks());
        books.proceed();
        if (settings.recycling().idleTimeout() != null) {
            retireIdleNowAndThen(settings.recycling().idleTimeout());
        }
    }

    private void retireIdleNowAndThen(Duration idleTimeout) {
        Duration half = idleTimeout.dividedBy(2).plusMillis(1);
        Duration pause = half.compareTo(LONGEST_UPKEEP_PAUSE) < 0 ? half : LONGEST_UPKEEP_PAUSE;
        timer().every(
                        pause.toNanos(),
                        () -> books.decide(decisions -> {
                            if (books.isRunning()) {
                                books.workforce().retireIdle(idleTimeout.toNanos(), decisions);
                            }
                        }));
    }

    // --- tasks come and end ---

    /**
     * Takes the task.
     *
     * @throws RejectedExecutionException if the queue is full or the pool is shut down
     */
    public <T extends @Nullable Object> ProcessTask<T> submit(CallSpec call, Payload arguments, TaskTerms terms) {
        JvmState state = settings.worker().state().current();
        PoolTask<T> task = new PoolTask<>(TASK_IDS.incrementAndGet(), call, arguments, terms, state, this);
        AtomicReference<@Nullable String> refusal = new AtomicReference<>("the pool has no memory for it");
        try {
            books.decide(decisions -> {
                refusal.set(books.accept(task, decisions));
                if (refusal.get() == null) {
                    task.startQueueTimeout();
                }
            });
        } catch (Error e) {
            if (refusal.get() == null) {
                // It was accepted, but nobody gets its future.
                task.endWithPool();
            }
            throw e;
        }
        if (refusal.get() != null) {
            throw new RejectedExecutionException(task.label() + " is rejected: " + refusal.get());
        }
        return task;
    }

    /** What kept a task waiting until now, and what to do. */
    String whyTasksWait() {
        return books.read(books::whyTasksWait);
    }

    /** The task ended while it waited. */
    void withdraw(PoolTask<?> task) {
        books.decide(decisions -> books.queue().remove(task));
    }

    /** The task has its outcome; called once for each task that was accepted. */
    void ended(TaskOutcome outcome) {
        books.countEnded(outcome);
    }

    /**
     * Whatever it ended of, but for a cancellation; before its future is complete.
     *
     * @param bytes of the child that it was made of
     */
    void failed(TaskFailure failure, long bytes) {
        failures.add(failure, bytes);
    }

    /** The task has said how far it is. */
    void progressed(PoolTask<?> task) {
        events.taskProgressed(task);
    }

    /** The task's future is complete; called once for each task that was accepted. */
    void answered(PoolTask<?> task) {
        try {
            threads.deputy().run(() -> {
                events.taskEnded(task);
                for (TaskMeter meter : meters) {
                    measure(task, meter);
                }
            });
        } finally {
            // Whoever could not hear of it, as without memory: the pool ends only when all are counted.
            books.countAnswered(task);
        }
    }

    private void measure(PoolTask<?> task, TaskMeter meter) {
        try {
            task.measure(meter);
        } catch (RuntimeException | Error e) {
            LOG.warn("The time of {} was not measured", task.label(), e);
        }
    }

    OutcomeDecoder decoder() {
        return decoder;
    }

    Readings readings() {
        return readings;
    }

    /** Outcomes that are being made into objects. */
    public List<ResultReading> resultReadings() {
        return readings.toList();
    }

    // --- what operators may do ---

    /** False if the pool does not have the task, or it ended in this moment. */
    public boolean cancel(long taskId) {
        PoolTask<?> task = findQueued(taskId);
        if (task == null) {
            task = findStarted(taskId);
        }
        if (task == null) {
            // Guard against race with its worker's death, which may have given it back between the two looks.
            task = findQueued(taskId);
        }
        return task != null && !task.isDone() && task.cancel(true);
    }

    private @Nullable PoolTask<?> findStarted(long taskId) {
        return books.read(() -> books.workforce()
                .leases()
                .<@Nullable PoolTask<?>>map(Lease::task)
                .filter(leased -> leased != null && leased.taskId() == taskId)
                .findFirst()
                .orElseGet(() -> readings.find(taskId)));
    }

    /** False if there is no such worker, or it is on its way out already. */
    public boolean recycle(int workerId) {
        AtomicBoolean found = new AtomicBoolean();
        books.decide(decisions -> {
            PooledWorker worker = books.workforce().find(workerId);
            if (worker != null && worker.isServing()) {
                worker.recycle("it was recycled by an operator");
                found.set(true);
            }
        });
        return found.get();
    }

    /** Waiting tasks wait until {@link #resume} or {@link #shutdown}. */
    public void pause() {
        books.decide(decisions -> books.pause());
    }

    public void resume() {
        books.decide(decisions -> books.resume());
    }

    /**
     * From now on at most so many workers have tasks.
     *
     * @throws IllegalArgumentException if the pool cannot have so few, or the memory budget so many
     */
    public void resize(int maxWorkers) {
        AtomicInteger before = new AtomicInteger();
        books.decide(decisions -> {
            before.set(books.workforce().maxWorkers());
            books.workforce().resize(maxWorkers);
        });
        if (before.get() != maxWorkers) {
            LOG.info("Pool {} is resized from {} to {} workers", settings.name(), before.get(), maxWorkers);
        }
    }

    /** Where the worker's threads stand; fails with an {@link io.asynccpu.api.DumpFailedException}. */
    public CompletableFuture<ThreadDump> threadDump(int workerId) {
        return threads.deputy().call(() -> dumps.ofThreads(workerId));
    }

    /** What lives in the worker's heap; fails with an {@link io.asynccpu.api.DumpFailedException}. */
    public CompletableFuture<HeapDump> heapDump(int workerId) {
        return threads.deputy().call(() -> dumps.ofHeap(workerId));
    }

    // --- the pool ends ---

    /** Takes no more tasks; those that it has are finished. */
    public void shutdown() {
        books.decide(decisions -> books.beginShutdown());
        readings.shutdown(settings.shutdownGracePeriod());
        books.training().close();
        endSoonerOrLater();
    }

    /** The entry that would have been the last one may have failed, as without memory. */
    private void endSoonerOrLater() {
        timer().every(LONGEST_UPKEEP_PAUSE.toNanos(), books::proceed);
    }

    /**
     * Takes no more tasks and cancels those that it has.
     *
     * @return those that had not begun
     */
    public List<Runnable> shutdownNow() {
        return threads.deputy().call(this::endAtOnce);
    }

    private List<Runnable> endAtOnce() {
        List<PoolTask<?>> waiting = new ArrayList<>();
        List<Lease> running = new ArrayList<>();
        books.decide(decisions -> {
            books.beginShutdown();
            // Out of the queue: a shutdown ends a pause, and what waited for that must not start now.
            waiting.addAll(books.queue().drain());
            running.addAll(books.workforce().leases().toList());
        });
        endSoonerOrLater();
        books.training().close();
        List<Runnable> notBegun = new ArrayList<>();
        // What was sent ahead is older than what waits.
        running.forEach(lease -> abandon(lease.task(), notBegun));
        waiting.forEach(task -> abandon(task, notBegun));
        readings.abandonAll();
        // Also those whose future was cancelled before without stopping the work.
        running.forEach(lease -> lease.cancel(false));
        return notBegun;
    }

    private static void abandon(PoolTask<?> task, List<Runnable> notBegun) {
        if (task.endWithPool()) {
            notBegun.add(task.runnable());
        }
    }

    public boolean isShutdown() {
        return books.read(() -> !books.isRunning());
    }

    public boolean isTerminated() {
        return books.read(() -> books.state() == PoolState.TERMINATED);
    }

    /** False if the time is over before the last worker has ended. */
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return books.awaitTermination(unit.toNanos(timeout));
    }

    // --- what others may see ---

    public String name() {
        return settings.name();
    }

    Timer timer() {
        return threads.timer();
    }

    Deputy deputy() {
        return threads.deputy();
    }

    Duration startupTimeout() {
        return settings.worker().startupTimeout();
    }

    long stackTimeoutNanos() {
        return settings.ladder().stackTimeout().toNanos();
    }

    Executor callbacks() {
        return threads.callbacks();
    }

    /** What was counted until now. */
    public PoolStatistics statistics() {
        return books.read(() -> books.counts().statistics(books.workforce().all()));
    }

    /** The books at this moment, in numbers. */
    public PoolLoad load() {
        return books.read(() -> {
            Workforce workforce = books.workforce();
            int running = workforce.runningCount();
            int alive = 0;
            for (PooledWorker worker : workforce.all()) {
                alive += worker.isDead() ? 0 : 1;
            }
            return new PoolLoad(
                    books.queue().size() + (long) workforce.leaseCount() - running,
                    running,
                    alive,
                    settings.size().minWorkers(),
                    workforce.maxWorkers(),
                    settings.worker().threads(),
                    settings.queueCapacity());
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
        return failures.toList();
    }

    /** In the order in which they would start. The queue may move on meanwhile. */
    public List<PoolSnapshot.Task> queuedTasks(int from, int most) {
        List<PoolSnapshot.Task> part = new ArrayList<>();
        int[] passed = new int[1];
        books.walkQueue(task -> {
            if (part.size() < most && passed[0]++ >= from) {
                part.add(task.snapshot());
            }
            return part.size() < most;
        });
        return part;
    }

    private @Nullable PoolTask<?> findQueued(long taskId) {
        AtomicReference<@Nullable PoolTask<?>> found = new AtomicReference<>();
        books.walkQueue(task -> {
            if (task.taskId() == taskId) {
                found.set(task);
            }
            return found.get() == null;
        });
        return found.get();
    }

    private List<String> warnings(Workforce workforce) {
        return Stream.concat(
                        Stream.ofNullable(workforce.earlyDeaths().whyPause(System.nanoTime())),
                        books.surroundings().warnings().stream())
                .toList();
    }

    /** The books at this moment. */
    public PoolSnapshot snapshot() {
        return books.read(() -> {
            Workforce workforce = books.workforce();
            PoolTask<?> oldest = books.queue().oldest();
            return new PoolSnapshot(
                    settings.name(),
                    books.state().name(),
                    books.isPaused(),
                    settings.size().minWorkers(),
                    workforce.maxWorkers(),
                    settings.size().spareWorkers(),
                    settings.worker().threads(),
                    settings.queueCapacity(),
                    books.submitted(),
                    books.ended(),
                    workforce.breaker().reason(),
                    workforce.whyOutOfService(),
                    workforce.whyPostponed(),
                    warnings(workforce),
                    books.lastDeath(),
                    workforce.all().stream()
                            .filter(worker -> !worker.isDead())
                            .map(PooledWorker::snapshot)
                            .toList(),
                    books.queue().size(),
                    oldest == null ? null : oldest.snapshot().submittedAt(),
                    workforce.leases().map(lease -> lease.task().snapshot()).toList());
        });
    }
}
