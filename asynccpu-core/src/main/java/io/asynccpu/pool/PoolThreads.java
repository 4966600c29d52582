package io.asynccpu.pool;

import io.asynccpu.concurrent.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a pool besides those of its workers: one timer for short steps of its own, a deputy of virtual threads, and
 * callback threads for users' code, as many as are blocked at a time. All are daemons.
 */
final class PoolThreads {

    /** How long a callback waits for a thread where the system has none to give. */
    private static final long PAUSE_WITHOUT_THREADS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int IDLE_SECONDS = 10;

    private final Timer timer;
    private final Deputy deputy;
    private final ThreadPoolExecutor callbacks;

    PoolThreads(String pool) {
        this(pool, daemons("asynccpu-" + pool + "-callback"));
    }

    PoolThreads(String pool, ThreadFactory callbackThreads) {
        timer = new Timer("asynccpu-" + pool + "-timer");
        deputy = new Deputy(pool);
        callbacks = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                callbackThreads,
                // After the end of the pool whoever brings a callback runs it; none is lost.
                (callback, executor) -> callback.run());
    }

    static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One thread, which is there while there is something to do; rejects what comes when {@code capacity} steps wait. */
    static ExecutorService oneThread(ThreadFactory factory, int capacity) {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(capacity), factory);
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    Timer timer() {
        return timer;
    }

    Deputy deputy() {
        return deputy;
    }

    Executor callbacks() {
        return callback -> deputy.run(() -> callBack(callback));
    }

    private void callBack(Runnable callback) {
        try {
            callbacks.execute(callback);
        } catch (OutOfMemoryError noThread) {
            // Tasks may have used them all up. A future that completes late is better than one that never does.
            timer.after(PAUSE_WITHOUT_THREADS, () -> callBack(callback));
        }
    }

    void close() {
        timer.close();
        deputy.close();
        callbacks.shutdown();
    }
}
