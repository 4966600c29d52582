package io.asynccpu.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.TaskStatistics;
import io.asynccpu.api.WorkerEnd;
import io.asynccpu.jfr.FlightRecording;
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
 * The pool's events on their way to the user's listener: in order, on one thread that nothing else needs. And to the flight
 * recorder, which takes them at once.
 */
final class EventFeed {

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int CAPACITY = 10_000;

    private final String pool;
    private final @Nullable ProcessPoolListener listener;
    private final ExecutorService thread;
    /** Whose progress is on its way. */
    private final Set<PoolTask<?>> progressing = ConcurrentHashMap.newKeySet();

    private final AtomicLong lost = new AtomicLong();

    EventFeed(String pool, @Nullable ProcessPoolListener listener) {
        this(pool, listener, PoolThreads.daemons("asynccpu-" + pool + "-events"));
    }

    EventFeed(String pool, @Nullable ProcessPoolListener listener, ThreadFactory threads) {
        this.pool = pool;
        this.listener = listener;
        this.thread = PoolThreads.oneThread(threads, CAPACITY);
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

    /** A child may say more than a listener can hear, so of each task only one event is on its way. */
    void taskProgressed(PoolTask<?> task) {
        if (listener == null) {
            return;
        }
        synchronized (progressing) {
            if (!task.state().isTerminal()
                    && progressing.add(task)
                    && !publish(heard -> deliverProgress(heard, task))) {
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

    /** False if nobody will hear it. */
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
            // Whoever publishes does more important things, often under a lock.
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
