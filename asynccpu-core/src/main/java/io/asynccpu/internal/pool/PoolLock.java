package io.asynccpu.internal.pool;

import io.asynccpu.internal.concurrent.PlatformThreadGate;
import io.asynccpu.internal.concurrent.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a pool. Each {@link #update} changes the pool's state under the lock, lets the pool react to the change, and
 * after the lock carries out the actions that were decided under it. A virtual thread first passes the pool's platform-thread
 * gate.
 *
 * <p>An update that fails half-way, for example because memory ran out, still carries out what it has decided. It marks the state
 * as doubtful: the next update, or the timer after a pause, repairs what may be inconsistent.
 */
final class PoolLock {

    private static final int SPINS = 100;

    private static final long PAUSE_BETWEEN_READS = TimeUnit.MICROSECONDS.toNanos(10);

    private static final int MOST_PAUSES = 100;

    /** Memory that is exhausted is mostly available again soon. */
    private static final long PAUSE_BEFORE_REVIEW = TimeUnit.MILLISECONDS.toNanos(100);

    /** A change of the pool's state, under the lock. */
    interface Update {
        void apply(DeferredActions actions);
    }

    /** The pool, under the lock except where a method says otherwise. */
    interface Conclusions {

        /** An earlier update has failed with that error. */
        void repair(Error cause, DeferredActions actions);

        /** The state has changed. */
        void draw(DeferredActions actions);

        /** The workers did not hear of these leases. Without the lock. */
        void takeBackUnsent(List<Lease> leases);
    }

    private final PlatformThreadGate gate;
    private final Conclusions conclusions;
    private final Timer.Alarm review;
    private final ReentrantLock lock = new ReentrantLock();

    /** Why the last update failed, so that the state may be inconsistent; null if it is not. Written by all. */
    private volatile @Nullable Error doubt;

    PoolLock(PlatformThreadGate gate, Timer timer, Conclusions conclusions) {
        this.gate = gate;
        this.conclusions = conclusions;
        this.review = timer.standBy(this::proceed);
    }

    /** Changes the state under the lock, then acts. */
    void update(Update update) {
        try {
            gate.run(() -> apply(update));
        } catch (Error e) {
            doubt(e);
            throw e;
        }
    }

    /** Draws conclusions anew where something may have changed that the pool's state does not hold. */
    void proceed() {
        update(actions -> {});
    }

    private void apply(Update update) {
        DeferredActions actions = new DeferredActions();
        lock();
        try {
            Error cause = doubt;
            if (cause != null) {
                // First: whatever fails from now on is a new doubt.
                doubt = null;
                conclusions.repair(cause, actions);
            }
            update.apply(actions);
            conclusions.draw(actions);
        } finally {
            lock.unlock();
            // Also of an update that failed half-way, as without memory: the state may say already that it is done.
            actions.carryOut(conclusions::takeBackUnsent);
        }
    }

    /** Makes no object. */
    private void doubt(Error failure) {
        doubt = failure;
        review.comeIn(PAUSE_BEFORE_REVIEW);
    }

    /** An update takes less time than to put a thread to sleep and to wake it. */
    private void lock() {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    /** Reads the state under the lock. */
    <T extends @Nullable Object> T read(Supplier<T> view) {
        return gate.call(() -> {
            lock.lock();
            try {
                return view.get();
            } finally {
                lock.unlock();
            }
        });
    }

    /** Reads in portions until one says false. Each needs the lock, which is free for others in between. */
    void readInPortions(BooleanSupplier portion) {
        while (read(portion::getAsBoolean)) {
            // A thread that waits for the lock would not get it from one that takes it again at once.
            for (int i = 0; i < MOST_PAUSES && lock.hasQueuedThreads(); i++) {
                LockSupport.parkNanos(PAUSE_BETWEEN_READS);
            }
        }
    }
}
