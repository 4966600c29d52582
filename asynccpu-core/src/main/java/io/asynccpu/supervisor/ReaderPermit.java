package io.asynccpu.supervisor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to read what a worker says. The owner, the worker's own thread, has it unless it lends it; then any
 * thread that waits for a task there may take it as a guest.
 */
final class ReaderPermit {

    /** How long the owner stands aside without guests. Also the longest that a message may wait for a reader. */
    private static final long LINGER = TimeUnit.MICROSECONDS.toNanos(200);

    private final AtomicBoolean taken = new AtomicBoolean(true);
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger sentAway = new AtomicInteger();
    private volatile @Nullable Thread owner;
    private volatile boolean lent;
    private volatile boolean summoned;

    /** By a guest, who then gives it back soon; false if somebody else has it. */
    boolean tryTake() {
        if (!tryTakeNow()) {
            sentAway.incrementAndGet();
            // Guard against race with lend(): either the owner sees who came too early, or the turn is free by now.
            if (!tryTakeNow()) {
                return false;
            }
        }
        served.incrementAndGet();
        return true;
    }

    private boolean tryTakeNow() {
        return taken.compareAndSet(false, true);
    }

    /**
     * By the guest.
     *
     * @param summon whether the owner is to read on at once
     */
    void giveBack(boolean summon) {
        taken.set(false);
        if (summon) {
            summon();
        }
    }

    /** By a thread that waits for an answer but cannot be a guest: nor is the owner to wait for one. */
    void decline() {
        if (lent) {
            summon();
        }
    }

    private void summon() {
        summoned = true;
        LockSupport.unpark(owner);
    }

    /** How many guests have come in vain so far. */
    int sentAway() {
        return sentAway.get();
    }

    /** By the owner: guests may take it until {@link #regain}. */
    void lend() {
        owner = Thread.currentThread();
        summoned = false;
        lent = true;
        taken.set(false);
    }

    /**
     * By the owner: returns with the turn, when no guest has asked for it for a while or one has summoned the owner.
     *
     * @param sentAwayBefore how many guests had come in vain when there was a task for which the owner had to read itself
     */
    void regain(int sentAwayBefore) {
        if (!lent) {
            return;
        }
        owner = Thread.currentThread();
        int servedBefore = served.get() - 1;
        while (servedBefore != served.get() && sentAway.get() == sentAwayBefore && !summoned) {
            servedBefore = served.get();
            LockSupport.parkNanos(this, LINGER);
        }
        regainNow();
    }

    /** By the owner: returns with the turn as soon as no guest has it. */
    void regainNow() {
        while (lent && !tryTakeNow()) {
            LockSupport.parkNanos(this, LINGER);
        }
        lent = false;
    }
}
