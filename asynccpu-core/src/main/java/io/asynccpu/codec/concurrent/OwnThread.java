package io.asynccpu.codec.concurrent;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Code of the application that may never come to an end, where the caller's thread is one that others need. */
public final class OwnThread {

    private OwnThread() {}

    /**
     * Calls it on a daemon thread of its own, which goes on if nobody waits any more.
     *
     * @param thread its name
     * @throws ExecutionException with whatever it has thrown
     * @throws TimeoutException if it takes longer
     * @throws OutOfMemoryError also if there is no thread to be had
     */
    public static <T extends @Nullable Object> T call(String thread, Duration most, Callable<T> code)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<T> called = new FutureTask<>(code);
        Thread own = new Thread(called, thread);
        own.setDaemon(true);
        own.start();
        return called.get(most.toNanos(), TimeUnit.NANOSECONDS);
    }
}
