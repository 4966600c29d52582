package io.asynccpu.internal.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.TaskStatistics;
import io.asynccpu.api.WorkerEnd;
import io.asynccpu.internal.concurrent.DaemonThreads;
import io.asynccpu.internal.jfr.FlightRecording;
import io.asynccpu.internal.task.PoolTask;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of a pool: to the user's listener in order, on a thread that is used for nothing else, and to the flight
 * recorder at once.
 *
 * <p>Actors: all threads of the pool, the listener's thread. Shared state: the bounded queue of that thread, and {@code
 * progressing}, whose monitor keeps a task's progress from being published after its end.
 */
final class EventFeed {

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int CAPACITY = 10_000;

    private final String pool;
    private final @Nullable ProcessPoolListener listener;
    private final ExecutorService thread;
    /** Tasks whose progress waits to be delivered. */
    private final Set<PoolTask<?>> progressing = ConcurrentHashMap.newKeySet();

    private final AtomicLong lost = new AtomicLong();

    EventFeed(String pool, @Nullable ProcessPoolListener listener) {
        this(pool, listener, DaemonThreads.named("asynccpu-" + pool + "-events"));
    }

    EventFeed(String pool, @Nullable ProcessPoolListener listener, ThreadFactory threads) {
        this.pool = pool;
        this.listener = listener;
        this.thread = DaemonThreads.single(threads, CAPACITY);
    }

    void taskStarted(PoolTask<?> task) {
        if (FlightRecording.isOn()) {
            FlightRecording.taskStarted(pool, task::snapshot, task::statistics);
        }
        if (listener != null) {
            PoolSnapshot.Task snapshot = task.snapshot();
            publish(heard -> heard.taskStarted(snapshot));
        }
    }

    void taskEnded(PoolTask<?> task) {
        if (FlightRecording.isOn()) {
            FlightRecording.taskEnded(pool, task::snapshot, task::statistics, task::failure);
        }
        if (listener != null) {
            PoolSnapshot.Task snapshot = task.snapshot();
            TaskStatistics statistics = task.statistics();
            Throwable failure = task.failure();
            // Guard against race with taskProgressed(): nothing comes after this.
            synchronized (progressing) {
                publish(heard -> heard.taskEnded(snapshot, statistics, failure));
            }
        }
    }

    /** A child may send more than a listener can take, so of each task only one event waits. */
    void taskProgressed(PoolTask<?> task) {
        if (listener == null) {
            return;
        }
        synchronized (progressing) {
            if (!task.isOver() && progressing.add(task) && !publish(heard -> deliverProgress(heard, task))) {
                progressing.remove(task);
            }
        }
    }

    private void deliverProgress(ProcessPoolListener heard, PoolTask<?> task) {
        progressing.remove(task);
        heard.taskProgressed(task.snapshot());
    }

    void workerReady(PoolSnapshot.Worker worker, long startupNanos) {
        if (FlightRecording.isOn()) {
            FlightRecording.workerReady(pool, worker, startupNanos);
        }
        publish(heard -> heard.workerReady(worker));
    }

    void workerEnded(PoolSnapshot.Worker worker, WorkerEnd end) {
        if (FlightRecording.isOn()) {
            FlightRecording.workerEnded(pool, worker, end);
        }
        publish(heard -> heard.workerEnded(worker, end));
    }

    /** Returns false if the event is not delivered. */
    private boolean publish(Consumer<ProcessPoolListener> event) {
        ProcessPoolListener hearing = listener;
        if (hearing == null) {
            return false;
        }
        try {
            thread.execute(() -> tell(hearing, event));
            return true;
        } catch (RejectedExecutionException full) {
            lost();
        } catch (OutOfMemoryError noThread) {
            // The publishing thread has more important things to do, often under a lock.
            LOG.warn("An event of pool {} is lost, since the system gives it no thread: {}", pool, noThread.toString());
        }
        return false;
    }

    /** More than a handful of warnings would only be another flood. */
    private void lost() {
        long count = thread.isShutdown() ? 0 : lost.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn("The listener of pool {} is too slow: {} events wait, {} are lost so far", pool, CAPACITY, count);
        }
    }

    private void tell(ProcessPoolListener hearing, Consumer<ProcessPoolListener> event) {
        try {
            event.accept(hearing);
        } catch (RuntimeException | Error e) {
            LOG.warn("The listener of pool {} failed", pool, e);
        }
    }

    /** What was published before is still delivered. */
    void close() {
        thread.shutdown();
    }
}
