package io.asynccpu.internal.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.internal.parent.Worker;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a pool takes tasks, whether it starts them, and whether it has ended. Guarded by the pool's lock, except where
 * a method says otherwise. The pool ends only when as many futures are complete as tasks were accepted.
 */
final class PoolLifecycle {

    // Written under the lock, read by all.
    private volatile PoolState state = PoolState.RUNNING;
    private boolean paused;
    private long submitted;
    private PoolSnapshot.@Nullable Death lastDeath;
    private final AtomicLong completed = new AtomicLong();
    private final CountDownLatch terminated = new CountDownLatch(1);

    /** The one place that changes the state. */
    private boolean moveTo(PoolState next) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    /** Without the lock it may change at any time. */
    PoolState state() {
        return state;
    }

    boolean isRunning() {
        return state == PoolState.RUNNING;
    }

    boolean isTerminated() {
        return state == PoolState.TERMINATED;
    }

    /** Whether waiting tasks stay where they are. A shutdown ends a pause, as it is to finish them. */
    boolean isPaused() {
        return paused && isRunning();
    }

    void pause(boolean isToPause) {
        paused = isToPause;
    }

    void accepted() {
        submitted++;
    }

    long submitted() {
        return submitted;
    }

    /** The future of an accepted task is complete. Any thread, without the lock. */
    void completed() {
        completed.incrementAndGet();
    }

    boolean isEachFutureComplete() {
        return completed.get() == submitted;
    }

    /** A worker died without having been asked to. */
    void died(Worker worker, String reason) {
        lastDeath = new PoolSnapshot.Death(worker.id(), worker.pid(), Instant.now(), reason);
    }

    PoolSnapshot.@Nullable Death lastDeath() {
        return lastDeath;
    }

    /** Returns false if the pool is shut down already. */
    boolean shutDown() {
        return moveTo(PoolState.SHUTTING_DOWN);
    }

    void terminate() {
        moveTo(PoolState.TERMINATED);
        terminated.countDown();
    }

    /** Returns false if the time is over before the pool has ended. Any thread, without the lock. */
    boolean awaitTermination(long nanos) throws InterruptedException {
        return terminated.await(nanos, TimeUnit.NANOSECONDS);
    }
}
