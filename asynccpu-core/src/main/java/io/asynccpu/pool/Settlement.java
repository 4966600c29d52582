package io.asynccpu.pool;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where threads in {@code get()} wait. They are woken straight by the thread that has the result, while dependent stages
 * go through the callback threads.
 */
final class Settlement {

    private volatile boolean settled;
    private final AtomicReference<@Nullable CountDownLatch> waiting = new AtomicReference<>();

    void settle() {
        settled = true;
        CountDownLatch latch = waiting.get();
        if (latch != null) {
            latch.countDown();
        }
    }

    /** False if the time is over before it is settled. */
    boolean await(long nanos) throws InterruptedException {
        if (settled) {
            return true;
        }
        waiting.compareAndSet(null, new CountDownLatch(1));
        CountDownLatch latch = waiting.get();
        // Guard against race with settle(), which may have looked for a latch just before there was one.
        return latch == null || settled || latch.await(nanos, TimeUnit.NANOSECONDS);
    }

    void awaitUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                await(Long.MAX_VALUE);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
