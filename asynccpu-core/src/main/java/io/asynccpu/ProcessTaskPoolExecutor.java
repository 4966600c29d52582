package io.asynccpu;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.Sandbox;
import io.asynccpu.api.TaskFunction0;
import io.asynccpu.api.TaskFunction1;
import io.asynccpu.api.TaskFunction2;
import io.asynccpu.api.TaskFunction3;
import io.asynccpu.api.TaskFunction4;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.function.FunctionCodec;
import io.asynccpu.internal.context.ContextCapture;
import io.asynccpu.internal.pool.PoolSettings;
import io.asynccpu.internal.pool.ProcessPool;
import io.asynccpu.internal.process.PidOne;
import io.asynccpu.spi.TaskCall;
import io.asynccpu.spi.TaskOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ExecutorService} that runs its tasks in child JVMs.
 *
 * <pre>{@code
 * try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(3).build()) {
 *     ProcessTask<BigInteger> task = pool.createProcessTask(Squares::sum, 10_000_000);
 *     System.out.println(task.join());
 * }
 * }</pre>
 *
 * <p>Functions cross to the child as serialized objects; arguments and results cross by the pool's codec, with the types in the
 * function's signature. A method reference has all of these types, a lambda only classes: elements of collections that it takes
 * or returns must be plain values. A task that cannot cross fails in the caller's thread with a
 * {@link TaskNotSerializableException}. Thread-safe.
 *
 * <p>{@code ExecutorCompletionService} and {@code CompletableFuture.supplyAsync} do not work with such a pool: they submit an
 * object of this JVM that wraps the task. Use {@code pool.submit(task).whenComplete((result, failure) -> queue.add(...))}
 * instead of the former, and {@code pool.submit(task)} instead of the latter.
 *
 * <p>Methods for operators are those of {@link io.asynccpu.api.PoolOperations}.
 */
public final class ProcessTaskPoolExecutor extends OperatedExecutor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTaskPoolExecutor.class);

    private final PoolSettings settings;
    private final TaskSubmitter submitter;

    ProcessTaskPoolExecutor(PoolSettings settings, ObjectCodec codec, ContextCapture context, ProcessPool pool) {
        super(pool);
        this.settings = settings;
        this.submitter = new TaskSubmitter(settings, codec, context, pool);
    }

    public static ProcessTaskPoolExecutorBuilder builder() {
        return new ProcessTaskPoolExecutorBuilder();
    }

    /**
     * Runs the function in a child JVM.
     *
     * @throws TaskNotSerializableException if the function or an argument cannot cross
     * @throws java.util.concurrent.RejectedExecutionException if the queue is full or the pool is shut down
     */
    public <R extends @Nullable Object> ProcessTask<R> createProcessTask(TaskFunction0<R> function) {
        return submitter.function(function);
    }

    /** Runs the function in a child JVM, as {@link #createProcessTask(TaskFunction0)}. */
    public <A extends @Nullable Object, R extends @Nullable Object> ProcessTask<R> createProcessTask(
            TaskFunction1<A, R> function, A a) {
        return submitter.function(function, a);
    }

    /** Runs the function in a child JVM, as {@link #createProcessTask(TaskFunction0)}. */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            ProcessTask<R> createProcessTask(TaskFunction2<A, B, R> function, A a, B b) {
        return submitter.function(function, a, b);
    }

    /** Runs the function in a child JVM, as {@link #createProcessTask(TaskFunction0)}. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            ProcessTask<R> createProcessTask(TaskFunction3<A, B, C, R> function, A a, B b, C c) {
        return submitter.function(function, a, b, c);
    }

    /** Runs the function in a child JVM, as {@link #createProcessTask(TaskFunction0)}. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            ProcessTask<R> createProcessTask(TaskFunction4<A, B, C, D, R> function, A a, B b, C c, D d) {
        return submitter.function(function, a, b, c, d);
    }

    /** Runs the function in a child JVM, which awaits the stage that the function returns. */
    public <R extends @Nullable Object> ProcessTask<R> createAsyncProcessTask(
            TaskFunction0<? extends CompletionStage<R>> function) {
        return submitter.asyncFunction(function);
    }

    /** Runs the function in a child JVM, as {@link #createAsyncProcessTask(TaskFunction0)}. */
    public <A extends @Nullable Object, R extends @Nullable Object> ProcessTask<R> createAsyncProcessTask(
            TaskFunction1<A, ? extends CompletionStage<R>> function, A a) {
        return submitter.asyncFunction(function, a);
    }

    /** Runs the function in a child JVM, as {@link #createAsyncProcessTask(TaskFunction0)}. */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            ProcessTask<R> createAsyncProcessTask(
                    TaskFunction2<A, B, ? extends CompletionStage<R>> function, A a, B b) {
        return submitter.asyncFunction(function, a, b);
    }

    /** Runs the function in a child JVM, as {@link #createAsyncProcessTask(TaskFunction0)}. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            ProcessTask<R> createAsyncProcessTask(
                    TaskFunction3<A, B, C, ? extends CompletionStage<R>> function, A a, B b, C c) {
        return submitter.asyncFunction(function, a, b, c);
    }

    /** Runs the function in a child JVM, as {@link #createAsyncProcessTask(TaskFunction0)}. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            ProcessTask<R> createAsyncProcessTask(
                    TaskFunction4<A, B, C, D, ? extends CompletionStage<R>> function, A a, B b, C c, D d) {
        return submitter.asyncFunction(function, a, b, c, d);
    }

    /**
     * Runs the target that the pool's {@link io.asynccpu.spi.WorkerRuntime} finds for the call. For frameworks.
     *
     * @throws TaskNotSerializableException if an argument cannot cross
     * @throws java.util.concurrent.RejectedExecutionException if the queue is full or the pool is shut down
     */
    public <R extends @Nullable Object> ProcessTask<R> submit(
            TaskCall call, @Nullable Object[] arguments, TaskOptions options) {
        return submitter.call(call, arguments, options);
    }

    /**
     * Checks that values of the call's signature can cross. For frameworks.
     *
     * @throws TaskNotSerializableException naming the parameter or result that can never cross, with the reason
     */
    public void check(TaskCall call) {
        submitter.check(call);
    }

    /** Submits a serializable runnable (a lambda cast to {@code Runnable & Serializable}). */
    @Override
    public ProcessTask<?> submit(Runnable task) {
        return submitter.runnable(task);
    }

    /**
     * Submits a serializable runnable. The returned future completes with the given result, which does not cross; cancelling it
     * cancels the task.
     */
    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        ProcessTask<?> submitted = submit(task);
        return new MappedFuture<>(submitted, result);
    }

    /** Submits a serializable callable (a lambda cast to {@code Callable<T> & Serializable}). */
    @Override
    public <T> ProcessTask<T> submit(Callable<T> task) {
        return submitter.function(FunctionCodec.requireSerializable(task));
    }

    /** Submits a serializable runnable and logs its failure, also a {@code CancellationException} that it throws. */
    @Override
    public void execute(Runnable task) {
        ProcessTask<?> submitted = submit(task);
        var unused = submitted.whenComplete((nothing, failure) -> {
            if (failure != null && !submitted.isCancelled()) {
                LOG.error("Executed task failed: {}", submitted, failure);
            }
        });
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /** Tasks that the time does not suffice for are not started; their futures are cancelled. */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return new TaskGroup<T>(this::submit, tasks, timeout, unit).all();
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The longest possible time, 292 years, is over", e);
        }
    }

    /** Tasks that the time does not suffice for are not started. */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return new TaskGroup<T>(this::submit, tasks, timeout, unit).any();
    }

    /** Rejects further tasks. The workers end when the tasks that the pool has are finished. */
    @Override
    public void shutdown() {
        pool.shutdown();
    }

    /**
     * Rejects further tasks and cancels those that the pool has, including those that it returns.
     *
     * @return tasks that had not begun, as far as the pool has heard from its workers: the runnable itself if a runnable was
     *     submitted or executed, so that it can be run elsewhere; else the {@link ProcessTask}, which does nothing when it is run
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
     * Shuts the pool down and waits until no task, worker or process of it is left. Tasks are finished, or cancelled: with
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
                long grace = TaskSubmitter.nanos(settings.shutdownGracePeriod());
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
        // Bounded: stopping a worker ends in a kill.
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

    /** No warning if all tasks have ended and only a worker is still about to end. */
    private void warnOfUnfinishedTasks(@Nullable Duration period) {
        PoolSnapshot now = snapshot();
        long left = now.submitted() - now.completed();
        if (left > 0) {
            LOG.warn(
                    "Pool {} cancels the tasks that are left, {} of {}: the shutdown-grace-period of {} is over",
                    now.name(),
                    left,
                    now.submitted(),
                    period);
        }
    }

    /**
     * Number of zombies below this JVM: processes that have ended and whose exit status nobody has read, so that each keeps its
     * process number. Only a JVM that is process 1, as in a container without an init, inherits them, from workers that died.
     *
     * @return empty in any other JVM, and where the operating system does not report them
     */
    public static OptionalInt zombies() {
        return PidOne.zombies();
    }

    /** The wall around the children, as it is in effect. */
    public Sandbox sandbox() {
        return settings.worker().launch().sandbox();
    }

    @Override
    public String toString() {
        return "Process pool " + pool.name();
    }
}
