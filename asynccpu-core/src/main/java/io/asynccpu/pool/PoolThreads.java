package io.asynccpu.pool;

import io.asynccpu.supervisor.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a pool besides those of its workers: one timer for short steps of its own, and callback threads for users'
 * code, as many as are blocked at a time. All are daemons.
 */
final class PoolThreads {

    private final Timer timer;
    private final ThreadPoolExecutor callbacks;

    PoolThreads(String pool) {
        timer = new Timer("asynccpu-" + pool + "-timer");
        callbacks = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                daemons("asynccpu-" + pool + "-callback"),
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

    Timer timer() {
        return timer;
    }

    Executor callbacks() {
        return callbacks;
    }

    void close() {
        timer.close();
        callbacks.shutdown();
    }
}
