package io.asynccpu.internal.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A latch on which threads of a {@link ForkJoinPool} wait by managed blocking: meanwhile their pool has another thread run the
 * tasks for which they may wait.
 */
public final class ManagedLatch {

    private final CountDownLatch latch = new CountDownLatch(1);

    public void open() {
        latch.countDown();
    }

    /** Returns false if the time is over before the latch is open. */
    public boolean await(long nanos) throws InterruptedException {
        if (!(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        }
        Blocker blocker = new Blocker(latch, System.nanoTime() + nanos);
        try {
            ForkJoinPool.managedBlock(blocker);
        } catch (RejectedExecutionException noMoreThreads) {
            blocker.block();
        }
        return blocker.isReleasable();
    }

    private record Blocker(CountDownLatch latch, long deadline) implements ForkJoinPool.ManagedBlocker {

        /** Returns true also when the time is over: there is nothing more to block for. */
        @Override
        public boolean block() throws InterruptedException {
            var unused = latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return true;
        }

        @Override
        public boolean isReleasable() {
            return latch.getCount() == 0;
        }
    }
}
