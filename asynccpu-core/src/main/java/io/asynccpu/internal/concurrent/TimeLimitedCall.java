package io.asynccpu.internal.concurrent;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A call of application code that may never return, from a thread that must not wait for it without limit. */
public final class TimeLimitedCall {

    private TimeLimitedCall() {}

    /**
     * Calls the code on a daemon thread of its own, which continues if the caller no longer waits.
     *
     * @param thread name of the thread
     * @param most how long the caller waits
     * @throws ExecutionException with the exception of the code
     * @throws TimeoutException if the code takes longer
     * @throws OutOfMemoryError also if no thread can be created
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
