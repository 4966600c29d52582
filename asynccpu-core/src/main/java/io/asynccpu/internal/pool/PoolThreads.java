package io.asynccpu.internal.pool;

import io.asynccpu.internal.concurrent.DaemonThreads;
import io.asynccpu.internal.concurrent.PlatformThreadGate;
import io.asynccpu.internal.concurrent.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a pool, except those of its workers: a timer for short steps of the pool, a thread that acts for virtual
 * threads, and callback threads for users' code. A callback thread is added whenever all others are in use. All are daemons.
 */
final class PoolThreads {

    /** How long a callback waits for a thread where the system has none to give. */
    private static final long PAUSE_WITHOUT_THREADS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Timer timer;
    private final PlatformThreadGate gate;
    private final ThreadPoolExecutor callbacks;

    PoolThreads(String pool) {
        this(pool, DaemonThreads.named("asynccpu-" + pool + "-callback"));
    }

    PoolThreads(String pool, ThreadFactory callbackThreads) {
        timer = new Timer("asynccpu-" + pool + "-timer");
        gate = new PlatformThreadGate(pool);
        callbacks = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                DaemonThreads.IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                callbackThreads,
                // After the end of the pool the calling thread runs the callback; none is lost.
                (callback, executor) -> callback.run());
    }

    Timer timer() {
        return timer;
    }

    PlatformThreadGate gate() {
        return gate;
    }

    Executor callbacks() {
        return callback -> gate.run(() -> callBack(callback));
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
        gate.close();
        callbacks.shutdown();
    }
}
