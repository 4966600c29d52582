package io.asynccpu;

import io.asynccpu.api.DumpFailedException;
import io.asynccpu.api.HeapDump;
import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.ResultReading;
import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskFunction0;
import io.asynccpu.api.TaskFunction1;
import io.asynccpu.api.TaskFunction2;
import io.asynccpu.api.TaskFunction3;
import io.asynccpu.api.TaskFunction4;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.api.ThreadDump;
import io.asynccpu.api.WorkerUsage;
import io.asynccpu.codec.FunctionCodec;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.StackRoom;
import io.asynccpu.context.CapturedContext;
import io.asynccpu.context.ContextCapture;
import io.asynccpu.pool.CallSpec;
import io.asynccpu.pool.PoolSettings;
import io.asynccpu.pool.ProcessPool;
import io.asynccpu.pool.TaskTerms;
import io.asynccpu.process.PidOne;
import io.asynccpu.protocol.Payload;
import io.asynccpu.spi.TaskCall;
import io.asynccpu.spi.TaskOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@code ExecutorService} over child JVMs.
 *
 * <pre>{@code
 * try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(3).build()) {
 *     ProcessTask<BigInteger> task = pool.createProcessTask(Squares::sum, 10_000_000);
 *     System.out.println(task.join());
 * }
 * }</pre>
 *
 * <p>Functions cross as objects, so they are serializable; arguments and results cross by the pool's codec with the types
 * that the function's signature shows. A method reference shows all of them, a lambda only classes: what it takes or
 * returns in collections must be plain values. Whatever cannot cross fails in the caller's thread with a
 * {@link TaskNotSerializableException}. Thread-safe.
 *
 * <p>So an {@code ExecutorCompletionService} over such a pool, and {@code CompletableFuture.supplyAsync} with one, are refused:
 * what they hand over is an object of this JVM around the task. {@code pool.submit(task).whenComplete((result, failure) ->
 * queue.add(...))} does what the former does, and {@code pool.submit(task)} what the latter does.
 */
public final class ProcessTaskPoolExecutor extends AbstractExecutorService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTaskPoolExecutor.class);

    private final PoolSettings settings;
    private final ObjectCodec codec;
    private final ContextCapture context;
    private final ProcessPool pool;
    private final CallCatalog calls;
    private final TaskTerms usualTerms;

    ProcessTaskPoolExecutor(PoolSettings settings, ObjectCodec codec, ContextCapture context, ProcessPool pool) {
        this.settings = settings;
        this.codec = codec;
        this.context = context;
        this.pool = pool;
        this.calls = new CallCatalog(codec, settings.worker().maxPayload());
        this.usualTerms = terms(settings, TaskOptions.POOL_DEFAULTS);
    }

    public static ProcessTaskPoolExecutorBuilder builder() {
        return new ProcessTaskPoolExecutorBuilder();
    }

    /**
     * Runs the function in a child JVM.
     *
     * @throws TaskNotSerializableException if the function cannot cross
     * @throws java.util.concurrent.RejectedExecutionException if the queue is full or the pool is shut down
     */
    public <R extends @Nullable Object> ProcessTask<R> createProcessTask(TaskFunction0<R> function) {
        return submitFunction(function);
    }

    /** Like {@link #createProcessTask(TaskFunction0)}, with an argument that crosses, too. */
    public <A extends @Nullable Object, R extends @Nullable Object> ProcessTask<R> createProcessTask(
            TaskFunction1<A, R> function, A a) {
        return submitFunction(function, a);
    }

    /** Like {@link #createProcessTask(TaskFunction0)}, with arguments that cross, too. */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            ProcessTask<R> createProcessTask(TaskFunction2<A, B, R> function, A a, B b) {
        return submitFunction(function, a, b);
    }

    /** Like {@link #createProcessTask(TaskFunction0)}, with arguments that cross, too. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            ProcessTask<R> createProcessTask(TaskFunction3<A, B, C, R> function, A a, B b, C c) {
        return submitFunction(function, a, b, c);
    }

    /** Like {@link #createProcessTask(TaskFunction0)}, with arguments that cross, too. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            ProcessTask<R> createProcessTask(TaskFunction4<A, B, C, D, R> function, A a, B b, C c, D d) {
        return submitFunction(function, a, b, c, d);
    }

    /** Runs the function in a child JVM and awaits there the stage that it returns. */
    public <R extends @Nullable Object> ProcessTask<R> createAsyncProcessTask(
            TaskFunction0<? extends CompletionStage<R>> function) {
        return submitAsyncFunction(function);
    }

    /** Like {@link #createAsyncProcessTask(TaskFunction0)}, with an argument that crosses, too. */
    public <A extends @Nullable Object, R extends @Nullable Object> ProcessTask<R> createAsyncProcessTask(
            TaskFunction1<A, ? extends CompletionStage<R>> function, A a) {
        return submitAsyncFunction(function, a);
    }

    /** Like {@link #createAsyncProcessTask(TaskFunction0)}, with arguments that cross, too. */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            ProcessTask<R> createAsyncProcessTask(
                    TaskFunction2<A, B, ? extends CompletionStage<R>> function, A a, B b) {
        return submitAsyncFunction(function, a, b);
    }

    /** Like {@link #createAsyncProcessTask(TaskFunction0)}, with arguments that cross, too. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            ProcessTask<R> createAsyncProcessTask(
                    TaskFunction3<A, B, C, ? extends CompletionStage<R>> function, A a, B b, C c) {
        return submitAsyncFunction(function, a, b, c);
    }

    /** Like {@link #createAsyncProcessTask(TaskFunction0)}, with arguments that cross, too. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            ProcessTask<R> createAsyncProcessTask(
                    TaskFunction4<A, B, C, D, ? extends CompletionStage<R>> function, A a, B b, C c, D d) {
        return submitAsyncFunction(function, a, b, c, d);
    }

    private <R extends @Nullable Object> ProcessTask<R> submitFunction(
            Serializable function, @Nullable Object... arguments) {
        StackRoom.require();
        return submit(calls.find(function), usualTerms, arguments);
    }

    private <R extends @Nullable Object> ProcessTask<R> submitAsyncFunction(
            Serializable function, @Nullable Object... arguments) {
        StackRoom.require();
        return submit(calls.findAsync(function), usualTerms, arguments);
    }

    private <R extends @Nullable Object> ProcessTask<R> submit(
            CallCatalog.KnownFunction function, TaskTerms terms, @Nullable Object... arguments) {
        CallSpec call = function.call();
        Payload coded = codec.encodeArguments(
                call.name(),
                function.parameterTypes(),
                arguments,
                settings.worker().maxPayload());
        return submit(call, coded, terms);
    }

    private <R extends @Nullable Object> ProcessTask<R> submit(CallSpec call, Payload coded, TaskTerms terms) {
        CapturedContext captured = context.capture(call.name());
        if (captured == null) {
            return pool.submit(call, coded, terms);
        }
        try {
            return pool.submit(call, coded, terms.with(captured.values(), captured::ended));
        } catch (RuntimeException | Error e) {
            captured.refused(e);
            throw e;
        }
    }

    /**
     * For frameworks: runs what the pool's {@link io.asynccpu.spi.WorkerRuntime} finds for the call.
     *
     * @throws TaskNotSerializableException if an argument cannot cross
     * @throws java.util.concurrent.RejectedExecutionException if the queue is full or the pool is shut down
     */
    public <R extends @Nullable Object> ProcessTask<R> submit(
            TaskCall call, @Nullable Object[] arguments, TaskOptions options) {
        StackRoom.require();
        Payload coded = codec.encodeArguments(
                call.name(), call.parameterTypes(), arguments, settings.worker().maxPayload());
        return submit(calls.find(call), coded, terms(settings, options));
    }

    private static TaskTerms terms(PoolSettings settings, TaskOptions options) {
        Duration timeout = options.timeout() == null ? settings.timeout() : options.timeout();
        Duration queueTimeout = options.queueTimeout() == null ? settings.queueTimeout() : options.queueTimeout();
        return new TaskTerms(
                nanos(timeout),
                nanos(queueTimeout),
                options.maxAttempts() == 0 ? settings.maxAttempts() : options.maxAttempts());
    }

    /** A duration beyond 292 years is as good as none. */
    private static long nanos(@Nullable Duration duration) {
        boolean tooLong = duration != null && duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0;
        return duration == null || tooLong ? 0 : duration.toNanos();
    }

    /**
     * For frameworks: fails if the call's signature can never cross.
     *
     * @throws TaskNotSerializableException with the parameter or result and the reason
     */
    public void check(TaskCall call) {
        for (int i = 0; i < call.parameterTypes().size(); i++) {
            codec.checkArgument(
                    call.name(), "parameter " + (i + 1), call.parameterTypes().get(i));
        }
        codec.checkResult(call.name(), "the result", call.resultType());
    }

    /** Submits a serializable runnable (a lambda cast to {@code Runnable & Serializable}). */
    @Override
    public ProcessTask<?> submit(Runnable task) {
        CallCatalog.KnownFunction function = calls.find(FunctionCodec.requireSerializable(task));
        return submit(function, usualTerms.of(task));
    }

    /**
     * Submits a serializable runnable and completes with the given result, which does not cross: cancelling the returned
     * future cancels the task.
     */
    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        ProcessTask<?> submitted = submit(task);
        return new MappedFuture<>(submitted, result);
    }

    /** Submits a serializable callable (a lambda cast to {@code Callable<T> & Serializable}). */
    @Override
    public <T> ProcessTask<T> submit(Callable<T> task) {
        return submitFunction(FunctionCodec.requireSerializable(task));
    }

    /** Like {@link #submit(Runnable)}; a failure of the task is logged, also if it is a {@code CancellationException}. */
    @Override
    public void execute(Runnable task) {
        ProcessTask<?> submitted = submit(task);
        var unused = submitted.whenComplete((nothing, failure) -> {
            if (failure != null && !submitted.isCancelled()) {
                LOG.error("An executed task failed: {}", submitted, failure);
            }
        });
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /** What the time does not suffice for is not started: cancelled futures stand for it. */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        long deadline = deadline(timeout, unit);
        List<Callable<T>> all = List.copyOf(tasks);
        List<Future<T>> futures = new ArrayList<>(all.size());
        boolean complete = false;
        try {
            for (Callable<T> task : all) {
                futures.add(deadline - System.nanoTime() > 0 ? submit(task) : notStarted());
            }
            for (Future<T> future : futures) {
                awaitEnd(future, deadline - System.nanoTime());
            }
            complete = true;
            return futures;
        } catch (TimeoutException e) {
            return futures;
        } finally {
            if (!complete) {
                futures.forEach(future -> future.cancel(true));
            }
        }
    }

    private static long deadline(long timeout, TimeUnit unit) {
        return System.nanoTime() + Math.max(0, unit.toNanos(timeout));
    }

    private static <T> Future<T> notStarted() {
        CompletableFuture<T> future = new CompletableFuture<>();
        future.cancel(false);
        return future;
    }

    private static void awaitEnd(Future<?> future, long nanos) throws InterruptedException, TimeoutException {
        try {
            future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException ended) {
            LOG.trace("One of several tasks did not succeed", ended);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("292 years are over", e);
        }
    }

    /** What the time does not suffice for is not started. */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = deadline(timeout, unit);
        List<Callable<T>> all = List.copyOf(tasks);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("invokeAny needs at least one task");
        }
        BlockingQueue<ProcessTask<T>> ended = new LinkedBlockingQueue<>();
        List<ProcessTask<T>> submitted = new ArrayList<>(all.size());
        try {
            for (Callable<T> callable : all) {
                if (deadline - System.nanoTime() <= 0) {
                    break;
                }
                ProcessTask<T> task = submit(callable);
                submitted.add(task);
                var unused = task.whenComplete((result, failure) -> ended.add(task));
            }
            ExecutionException last = null;
            for (int i = 0; i < all.size(); i++) {
                ProcessTask<T> task = ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task == null) {
                    throw new TimeoutException("No task succeeded within " + timeout + " " + unit);
                }
                try {
                    return task.get();
                } catch (ExecutionException e) {
                    last = e;
                } catch (CancellationException e) {
                    last = new ExecutionException(e);
                }
            }
            throw last == null ? new ExecutionException(new IllegalStateException("No task ended")) : last;
        } finally {
            submitted.forEach(task -> task.cancel(true));
        }
    }

    /** Takes no more tasks; those that the pool has are finished, then the workers end. */
    @Override
    public void shutdown() {
        pool.shutdown();
    }

    /**
     * Takes no more tasks and cancels those that the pool has, also those that it returns.
     *
     * @return tasks that had not begun, as far as the pool has heard from its workers: the runnable itself if that is what
     *     was submitted or executed, so that it can be given to somebody else; else the task's {@link ProcessTask}, which does
     *     nothing when it is run
     */
    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    /** Whether no task, worker or process of this pool is left. */
    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(timeout, unit);
    }

    /**
     * Ends the pool and waits until nothing of it is left. Tasks are finished, or cancelled: with
     * {@code cancelTasksWhenShutdown} at once, else after the {@code shutdownGracePeriod} or when the calling thread is
     * interrupted.
     */
    @Override
    public void close() {
        boolean interrupted = false;
        if (settings.cancelTasksWhenShutdown()) {
            shutdownNow();
        } else {
            shutdown();
            try {
                long grace = nanos(settings.shutdownGracePeriod());
                Duration period = settings.shutdownGracePeriod();
                boolean bounded = period != null && (grace > 0 || period.isZero());
                if (!awaitTermination(bounded ? grace : Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
                    warnOfUnfinishedTasks(period);
                    shutdownNow();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                shutdownNow();
            }
        }
        // Bounded by the steps that end in a kill.
        while (!isTerminated()) {
            try {
                awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The time may be over for want of a worker's end only. */
    private void warnOfUnfinishedTasks(@Nullable Duration period) {
        PoolSnapshot now = snapshot();
        long left = now.submitted() - now.completed();
        if (left > 0) {
            LOG.warn(
                    "Pool {} cancels what it has left, {} of {} tasks: the shutdown-grace-period of {} is over",
                    now.name(),
                    left,
                    now.submitted(),
                    period);
        }
    }

    /** What the pool holds and does at this moment; never waits for a child. */
    public PoolSnapshot snapshot() {
        return pool.snapshot();
    }

    /**
     * Tasks that no worker has yet, in the order in which they would start.
     *
     * @param from how many to leave out at the beginning
     * @param most how many to give
     * @throws IllegalArgumentException if one of them is negative
     */
    public List<PoolSnapshot.Task> queuedTasks(int from, int most) {
        if (from < 0 || most < 0) {
            throw new IllegalArgumentException("from " + from + " and most " + most + " must not be negative");
        }
        return pool.queuedTasks(from, most);
    }

    /** The last 50 tasks that failed, timed out or lost their worker, the newest first; cancelled ones are not among them. */
    public List<TaskFailure> recentFailures() {
        return pool.recentFailures();
    }

    /**
     * Cancels a task by its number, as {@link ProcessTask#cancel cancel(true)} does.
     *
     * @return false if the pool does not have it (any more)
     */
    public boolean cancel(long taskId) {
        return pool.cancel(taskId);
    }

    /**
     * Replaces a worker by a fresh one, as after {@code maxTasksPerWorker}: the replacement is ready first, and tasks of the
     * old one come to their end. Returns at once.
     *
     * @param workerId as {@link PoolSnapshot.Worker#id()} tells it
     * @return false if there is no such worker, or it is on its way out already
     */
    public boolean recycleWorker(int workerId) {
        return pool.recycle(workerId);
    }

    /**
     * From now on tasks are taken and wait; those that run go on. What was sent to a worker ahead of its turn comes back unless it
     * starts in this moment. Queue timeouts count on. A shutdown ends the pause, since it is to finish what waits. Nothing happens
     * if the pool is paused already.
     */
    public void pause() {
        pool.pause();
    }

    /** Ends a {@link #pause()}; nothing happens if there is none. */
    public void resume() {
        pool.resume();
    }

    /**
     * Changes how many workers the pool may have at a time, as {@code maxWorkers} of the builder. Returns at once. A pool that
     * grows starts workers as far as tasks wait for them. In one that shrinks idle workers end at once, and busy ones as soon as
     * their tasks have ended: no task is cut short, and what was sent ahead to a worker that leaves is done by another one, if
     * not there. Spare workers stay as many. The new number lasts until the pool ends.
     *
     * @throws IllegalArgumentException if it is less than 1 or than {@code minWorkers}; or more than {@code memoryBudget} can
     *     ever hold, and more than the pool was made with
     */
    public void resize(int maxWorkers) {
        pool.resize(maxWorkers);
    }

    /**
     * Asks a worker where its threads stand: all platform threads with their stacks and locks, deadlocks first. In process it is
     * the worker's own threads. A worker makes one dump at a time. Returns at once.
     *
     * @param workerId as {@link PoolSnapshot.Worker#id()} tells it
     * @return fails with a {@link DumpFailedException} if there is no such worker, it is not ready, makes a dump already, ends
     *     meanwhile, or does not answer within 10 s
     */
    public CompletableFuture<ThreadDump> threadDump(int workerId) {
        return pool.threadDump(workerId);
    }

    /**
     * Asks a worker to write what is in use in its heap to a new file in the directory of its crash reports. It collects its garbage
     * first, and all its threads stand still meanwhile: that takes up to some seconds for each GiB, tasks' timeouts count on, and
     * the file is about as long as the heap and holds whatever its tasks hold. A worker makes one dump at a time. Returns at once.
     *
     * @param workerId as {@link PoolSnapshot.Worker#id()} tells it
     * @return fails with a {@link DumpFailedException} as {@link #threadDump} does, but after 5 min; also if no directory is set
     *     ({@link ProcessTaskPoolExecutorBuilder#crashReports}), in process, or if the file cannot be written
     */
    public CompletableFuture<HeapDump> heapDump(int workerId) {
        return pool.heapDump(workerId);
    }

    /** What the pool holds at this moment, in numbers only; never waits for a child. */
    public PoolLoad load() {
        return pool.load();
    }

    /** Outcomes that are being made into objects at this moment; mostly none. Never waits for a child. */
    public List<ResultReading> resultReadings() {
        return pool.resultReadings();
    }

    /** What the pool has counted until now; never waits for a child. */
    public PoolStatistics statistics() {
        return pool.statistics();
    }

    /** What the pool's children take of the machine; asks the system, never a child. */
    public WorkerUsage usage() {
        return pool.usage();
    }

    /** What each living child takes of the machine, by {@link PoolSnapshot.Worker#id()}; asks the system, never a child. */
    public Map<Integer, WorkerUsage> usageByWorker() {
        return pool.usageByWorker();
    }

    /**
     * How many processes have ended below this JVM without anybody asking how; each keeps its process number. Only a JVM
     * that is process 1, as in a container without an init, collects them, from workers that died: empty for others, and
     * where the system does not tell. Asks the system, never a child.
     */
    public static OptionalInt zombies() {
        return PidOne.zombies();
    }

    @Override
    public String toString() {
        return "Process pool " + pool.name();
    }
}
