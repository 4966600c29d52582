package io.asynccpu.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool's events on their way to the user's listener: in order, on one thread that nothing else needs. */
final class EventFeed {

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int CAPACITY = 10_000;

    private final String pool;
    private final @Nullable ProcessPoolListener listener;
    private final ThreadPoolExecutor thread;

    EventFeed(String pool, @Nullable ProcessPoolListener listener) {
        this(pool, listener, PoolThreads.daemons("asynccpu-" + pool + "-events"));
    }

    EventFeed(String pool, @Nullable ProcessPoolListener listener, ThreadFactory threads) {
        this.pool = pool;
        this.listener = listener;
        this.thread = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(CAPACITY), threads, (event, executor) -> lost());
        thread.allowCoreThreadTimeOut(true);
    }

    private void lost() {
        if (!thread.isShutdown()) {
            LOG.warn("The listener of pool {} is too slow: more than {} events wait, one is lost", pool, CAPACITY);
        }
    }

    void taskStarted(PoolTask<?> task) {
        if (listener != null) {
            PoolSnapshot.Task snapshot = task.snapshot();
            publish(heard -> heard.taskStarted(snapshot));
        }
    }

    void taskEnded(PoolTask<?> task) {
        if (listener != null) {
            PoolSnapshot.Task snapshot = task.snapshot();
            publish(heard -> heard.taskEnded(snapshot));
        }
    }

    void workerReady(PoolSnapshot.Worker worker) {
        publish(heard -> heard.workerReady(worker));
    }

    void workerEnded(PoolSnapshot.Worker worker, String reason) {
        publish(heard -> heard.workerEnded(worker, reason));
    }

    private void publish(Consumer<ProcessPoolListener> event) {
        ProcessPoolListener hearing = listener;
        if (hearing == null) {
            return;
        }
        try {
            thread.execute(() -> tell(hearing, event));
        } catch (OutOfMemoryError noThread) {
            // Whoever publishes does more important things, often under a lock.
            LOG.warn("An event of pool {} is lost, since the system gives it no thread: {}", pool, noThread.toString());
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
