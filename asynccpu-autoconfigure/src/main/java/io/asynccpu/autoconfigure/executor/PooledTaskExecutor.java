package io.asynccpu.autoconfigure.executor;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.api.WorkerUsage;
import io.asynccpu.spi.TaskCall;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.TaskRejectedException;

/**
 * Executor in the parent: has the pool created, ends it gracefully with the context, and has a new one created when the context
 * starts again. Another thread creates the pool while the context creates its other beans; whoever needs it earlier waits for it. A
 * pool without any setting is created as soon as the application is ready, if annotated beans use it, else at its first use.
 */
public final class PooledTaskExecutor
        implements ProcessTaskExecutor,
                SmartInitializingSingleton,
                SmartLifecycle,
                DisposableBean,
                ApplicationListener<ApplicationReadyEvent> {

    private static final Log log = LogFactory.getLog(PooledTaskExecutor.class);

    /** Delegate for calls from a task that runs in process, which is treated as in a child. */
    private static final ProcessTaskExecutor INSIDE_A_TASK = new InPlaceTaskExecutor();

    private final String name;
    private final Supplier<PoolCreation> factory;
    private final boolean atStart;
    private final Executor stopper;
    // Guarded by this: false while the context is stopped.
    private boolean running = true;
    // Guarded by this; null before the first use. The thread that completes it does not take this lock.
    private @Nullable CompletableFuture<ProcessTaskPoolExecutor> pool;
    // Guarded by this: null until an annotated method is checked before there is a pool.
    private @Nullable Consumer<TaskCall> signatureCheck;

    private final PastPools past = new PastPools();

    /**
     * @param factory looks up the beans that a pool needs
     * @param atStart whether the start of the context needs the pool
     * @param stopper runs the code that waits for the end of the pool
     */
    public PooledTaskExecutor(String name, Supplier<PoolCreation> factory, boolean atStart, Executor stopper) {
        this.name = name;
        this.factory = factory;
        this.atStart = atStart;
        this.stopper = stopper;
        this.pool = atStart ? factory.get().begin() : null;
    }

    /** Name of the pool. */
    public String name() {
        return name;
    }

    /** A setting with which no pool can be created fails the start of the context. */
    @Override
    public void afterSingletonsInstantiated() {
        if (atStart) {
            var unused = current();
        }
    }

    @Override
    public ProcessTaskPoolExecutor pool() {
        if (TaskContext.find().isPresent()) {
            return INSIDE_A_TASK.pool();
        }
        ProcessTaskPoolExecutor current = current();
        if (current == null) {
            throw new TaskRejectedException(
                    "Process pool " + name + " is stopped, together with its application context");
        }
        return current;
    }

    /** State of the pool at this moment; null while the context is stopped. */
    public @Nullable PoolSnapshot snapshot() {
        ProcessTaskPoolExecutor current = current();
        return current == null ? null : current.snapshot();
    }

    /**
     * Checks that values of the call's signature can cross, without creating a pool.
     *
     * @throws TaskNotSerializableException naming the parameter or result that can never cross, with the reason
     */
    public void check(TaskCall call) {
        checkOfThePool().accept(call);
    }

    private Consumer<TaskCall> checkOfThePool() {
        synchronized (this) {
            if (pool != null) {
                return created(pool)::check;
            } else if (signatureCheck != null) {
                return signatureCheck;
            }
        }
        // Without the lock, as in begun().
        Consumer<TaskCall> made = factory.get().signatureCheck();
        synchronized (this) {
            signatureCheck = made;
        }
        return made;
    }

    /** The first call shall not wait for the pool that annotated beans use. */
    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        synchronized (this) {
            if (pool != null || signatureCheck == null) {
                return;
            }
            // Has the codec of the pool, which is no longer needed.
            signatureCheck = null;
        }
        CompletableFuture<ProcessTaskPoolExecutor> begun = begun();
        if (begun != null) {
            var unused = begun.whenComplete((created, failure) -> {
                if (failure != null) {
                    log.error("Process pool " + name + ", which annotated beans use, cannot be created", failure);
                }
            });
        }
    }

    /** The pool that accepts tasks now, created if there is none yet; null before the start and after the stop. */
    public @Nullable ProcessTaskPoolExecutor current() {
        if (begun() == null) {
            return null;
        }
        synchronized (this) {
            return running && pool != null ? created(pool) : null;
        }
    }

    /** The creation of the pool, begun if it is not yet; null before the start and after the stop. */
    private @Nullable CompletableFuture<ProcessTaskPoolExecutor> begun() {
        synchronized (this) {
            if (!running || pool != null) {
                return running ? pool : null;
            }
        }
        // Without the lock, since a look-up may wait for a thread that creates a bean and needs this pool for it.
        PoolCreation creation = factory.get();
        synchronized (this) {
            if (running && pool == null) {
                pool = creation.begin();
            }
            return running ? pool : null;
        }
    }

    /** Caller holds this. */
    private ProcessTaskPoolExecutor created(CompletableFuture<ProcessTaskPoolExecutor> begun) {
        try {
            return begun.join();
        } catch (CompletionException e) {
            if (!atStart) {
                // The application goes on, and what is missing may be there at the next use.
                pool = null;
            }
            throw e.getCause() instanceof RuntimeException reason ? reason : e;
        }
    }

    /** Numbers of tasks and workers at this moment; {@link PoolLoad#NONE} while the context is stopped. */
    public PoolLoad load() {
        ProcessTaskPoolExecutor current = current();
        return current == null ? PoolLoad.NONE : current.load();
    }

    /** Counters; they go on when the context is stopped and started. */
    public PoolStatistics statistics() {
        ProcessTaskPoolExecutor present;
        PoolStatistics before;
        synchronized (this) {
            present = present();
            before = past.statistics();
        }
        return present == null ? before : before.plus(present.statistics());
    }

    /**
     * Memory and processor time of the children, including those of a pool that is ending; the time goes on when the context is
     * stopped and started.
     */
    public WorkerUsage usage() {
        ProcessTaskPoolExecutor present;
        WorkerUsage before;
        synchronized (this) {
            present = present();
            before = past.usage();
        }
        return present == null ? before : before.plus(present.usage());
    }

    /** Null before its creation has begun. Caller holds this, so that no pool is counted twice, or not at all, while it is taken. */
    private @Nullable ProcessTaskPoolExecutor present() {
        return pool == null ? null : created(pool);
    }

    @Override
    public void execute(Runnable task) {
        submitted(
                executor -> {
                    executor.execute(task);
                    return true;
                },
                pool -> {
                    pool.execute(task);
                    return true;
                });
    }

    @Override
    public Future<?> submit(Runnable task) {
        return submitted(executor -> executor.submit(task), pool -> pool.submit(task));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return submitCompletable(task);
    }

    @Override
    @SuppressWarnings("unchecked") // A runnable's result is null, which is a Void.
    public CompletableFuture<@Nullable Void> submitCompletable(Runnable task) {
        return submitted(executor -> executor.submitCompletable(task), pool ->
                (CompletableFuture<@Nullable Void>) pool.submit(task));
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> submitCompletable(Callable<T> task) {
        return submitted(executor -> executor.submitCompletable(task), pool -> pool.submit(task));
    }

    private <T> T submitted(
            Function<ProcessTaskExecutor, T> insideATask, Function<ProcessTaskPoolExecutor, T> elsewhere) {
        if (TaskContext.find().isPresent()) {
            return insideATask.apply(INSIDE_A_TASK);
        }
        try {
            return elsewhere.apply(pool());
        } catch (TaskRejectedException e) {
            throw e;
        } catch (RejectedExecutionException e) {
            throw new TaskRejectedException(String.valueOf(e.getMessage()), e);
        } catch (TaskNotSerializableException e) {
            throw new TaskRejectedException(
                    e.getMessage()
                            + ". If it comes from @Async, put @ProcessAsync on the bean method instead of @Async",
                    e);
        }
    }

    @Override
    public void start() {
        synchronized (this) {
            running = true;
        }
        afterSingletonsInstantiated();
    }

    @Override
    public void stop(Runnable callback) {
        ProcessTaskPoolExecutor last = takePool();
        if (last == null) {
            callback.run();
            return;
        }
        stopper.execute(() -> {
            try {
                past.end(last);
            } finally {
                callback.run();
            }
        });
    }

    @Override
    public void stop() {
        destroy();
    }

    /** For a context that fails before its lifecycle begins. */
    @Override
    public void destroy() {
        ProcessTaskPoolExecutor last = takePool();
        if (last != null) {
            past.end(last);
        }
    }

    /** Null if there is none, also because none could be created. */
    private synchronized @Nullable ProcessTaskPoolExecutor takePool() {
        ProcessTaskPoolExecutor taken =
                pool == null ? null : pool.exceptionally(failure -> null).join();
        pool = null;
        running = false;
        if (taken != null) {
            past.add(taken);
        }
        return taken;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** Phase of Spring's own executors: after the web server's graceful shutdown, so that requests get their results. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE / 2;
    }
}
