package io.asynccpu.internal.pool;

import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.state.JvmState;
import io.asynccpu.internal.task.CallSpec;
import io.asynccpu.internal.task.OutcomeReader;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.internal.task.Readings;
import io.asynccpu.internal.task.RecentFailures;
import io.asynccpu.internal.task.TaskCounts;
import io.asynccpu.internal.task.TaskServices;
import io.asynccpu.internal.task.TaskTerms;
import io.asynccpu.spi.TaskMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Assembles a pool, takes its tasks and ends it. Thread-safe. */
public final class ProcessPool {

    /** Unique over all pools of this JVM, so that a number in a log means one task. */
    private static final AtomicLong TASK_IDS = new AtomicLong();

    private static final Duration LONGEST_UPKEEP_PAUSE = Duration.ofSeconds(1);

    private final PoolSettings settings;
    private final PoolThreads threads;
    private final Readings readings;
    private final Dispatcher dispatcher;
    private final TaskServices taskServices;
    private final TaskEvents taskEvents;
    private final PoolControl control;
    private final PoolViews views;

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
        this.threads = new PoolThreads(settings.name());
        EventFeed events = new EventFeed(settings.name(), listener);
        RecentFailures failures = new RecentFailures();
        TaskCounts counts = new TaskCounts();
        this.readings = new Readings(settings.name(), threads.callbacks(), threads.timer());
        try {
            this.dispatcher = new Dispatcher(
                    settings,
                    threads,
                    counts,
                    events,
                    (own, worker) -> new WorkerEventHandler(settings, threads, events, own, worker),
                    readings::close);
        } catch (RuntimeException | Error e) {
            threads.close();
            throw e;
        }
        this.taskServices = new TaskServices(
                settings.name(),
                threads.timer(),
                threads.gate(),
                threads.callbacks(),
                new OutcomeReader(codec, settings.worker().applicationLoader(), readings),
                readings,
                counts,
                failures,
                settings.ladder().stackTimeout(),
                settings.worker().startupTimeout());
        this.taskEvents = new TaskEvents(dispatcher, events, meters);
        this.control = new PoolControl(settings, dispatcher, readings, threads.callbacks());
        this.views = new PoolViews(settings, dispatcher, taskServices);
        dispatcher.lock().proceed();
        if (settings.fleet().idleTimeout() != null) {
            retireIdleRegularly(settings.fleet().idleTimeout());
        }
    }

    private void retireIdleRegularly(Duration idleTimeout) {
        Duration half = idleTimeout.dividedBy(2).plusMillis(1);
        Duration pause = half.compareTo(LONGEST_UPKEEP_PAUSE) < 0 ? half : LONGEST_UPKEEP_PAUSE;
        threads.timer().every(pause.toNanos(), () -> dispatcher.lock().update(actions -> {
            if (dispatcher.lifecycle().isRunning()) {
                dispatcher.fleet().retireIdle(actions);
            }
        }));
    }

    public String name() {
        return settings.name();
    }

    /** What operators may do. */
    public PoolControl control() {
        return control;
    }

    /** What others may see. */
    public PoolViews views() {
        return views;
    }

    /**
     * Takes the task.
     *
     * @throws RejectedExecutionException if the queue is full or the pool is shut down
     */
    public <T extends @Nullable Object> ProcessTask<T> submit(CallSpec call, Payload arguments, TaskTerms terms) {
        JvmState state = settings.worker().state().current();
        PoolTask<T> task =
                new PoolTask<>(TASK_IDS.incrementAndGet(), call, arguments, terms, state, taskEvents, taskServices);
        AtomicReference<@Nullable String> refusal = new AtomicReference<>("the pool has no memory for it");
        try {
            dispatcher.lock().update(actions -> {
                refusal.set(dispatcher.admission().accept(task, actions));
                if (refusal.get() == null) {
                    task.startQueueTimeout();
                }
            });
        } catch (Error e) {
            if (refusal.get() == null) {
                // It was accepted, but no thread gets its future.
                task.endWithPool();
            }
            throw e;
        }
        if (refusal.get() != null) {
            throw new RejectedExecutionException(task.label() + " is rejected: " + refusal.get());
        }
        return task;
    }

    /** Takes no more tasks; those that it has are finished. */
    public void shutdown() {
        dispatcher.lock().update(actions -> dispatcher.shutDown());
        readings.shutdown(settings.shutdownGracePeriod());
        dispatcher.training().close();
        proceedRegularly();
    }

    /** The update that would have been the last one may have failed, as without memory. */
    private void proceedRegularly() {
        threads.timer().every(LONGEST_UPKEEP_PAUSE.toNanos(), dispatcher.lock()::proceed);
    }

    /**
     * Takes no more tasks and cancels those that it has.
     *
     * @return those that had not begun
     */
    public List<Runnable> shutdownNow() {
        return dispatcher.gate().call(this::endAtOnce);
    }

    private List<Runnable> endAtOnce() {
        List<PoolTask<?>> waiting = new ArrayList<>();
        List<Lease> running = new ArrayList<>();
        dispatcher.lock().update(actions -> {
            dispatcher.shutDown();
            // Out of the queue: a shutdown ends a pause, and the tasks that waited for that must not start now.
            waiting.addAll(dispatcher.queue().drain());
            running.addAll(dispatcher.leases());
        });
        proceedRegularly();
        dispatcher.training().close();
        List<Runnable> notBegun = new ArrayList<>();
        // Prefetched tasks are older than waiting ones.
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
        return !dispatcher.lifecycle().isRunning();
    }

    public boolean isTerminated() {
        return dispatcher.lifecycle().isTerminated();
    }

    /** Returns false if the time is over before the last worker has ended. */
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return dispatcher.lifecycle().awaitTermination(unit.toNanos(timeout));
    }
}
