package io.asynccpu.internal.parent;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The permit to read a worker's messages: {@code OWNED → FREE ⇄ TAKEN}, {@code FREE → OWNED}. The worker's own thread owns it, and may
 * lend it to its guests, threads that wait for a task there.
 *
 * <p>Actors: one owner, any number of guests. Shared state: the state, changed by compare-and-set, and the counts by which the owner sees
 * whether guests still come. The owner waits by parking for a short time, so that neither a lost wakeup nor a guest that never comes
 * delays a message for longer.
 */
final class ReaderPermit {

    /** How long the owner stands aside without guests. Also the longest that a message may wait for a reader. */
    private static final long LINGER = TimeUnit.MICROSECONDS.toNanos(200);

    private enum State {
        /** The owner has it, and has not lent it. */
        OWNED,
        /** The owner has lent it, and no guest has it. */
        FREE,
        /** A guest has it. */
        TAKEN;

        boolean mayBecome(State next) {
            return switch (this) {
                case OWNED, TAKEN -> next == FREE;
                case FREE -> next != FREE;
            };
        }
    }

    private static final AtomicReferenceFieldUpdater<ReaderPermit, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(ReaderPermit.class, State.class, "state");

    private volatile State state = State.OWNED;
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile @Nullable Thread owner;
    private volatile boolean summoned;

    /** The one place that changes the state. */
    private boolean moveTo(State next) {
        State seen = state;
        while (seen.mayBecome(next)) {
            if (STATE.compareAndSet(this, seen, next)) {
                return true;
            }
            seen = state;
        }
        return false;
    }

    /** By a guest, which then gives it back soon; false if another thread has it. */
    boolean tryTake() {
        if (!moveTo(State.TAKEN)) {
            refused.incrementAndGet();
            // Guard against race with lend(): either the owner sees the guest that came too early, or the permit is
            // free by now.
            if (!moveTo(State.TAKEN)) {
                return false;
            }
        }
        served.incrementAndGet();
        return true;
    }

    /**
     * By a guest.
     *
     * @param summon whether the owner is to read on at once
     */
    void giveBack(boolean summon) {
        moveTo(State.FREE);
        if (summon) {
            summon();
        }
    }

    /** By a thread that waits for an answer but cannot be a guest: nor is the owner to wait for one. */
    void decline() {
        if (state != State.OWNED) {
            summon();
        }
    }

    private void summon() {
        summoned = true;
        LockSupport.unpark(owner);
    }

    /** How many guests have come in vain so far. */
    int refused() {
        return refused.get();
    }

    /** By the owner: guests may take it until {@link #regain}. */
    void lend() {
        owner = Thread.currentThread();
        summoned = false;
        moveTo(State.FREE);
    }

    /**
     * By the owner: returns with the permit, when no guest has asked for it for a while or one has summoned the owner.
     *
     * @param refusedBefore how many guests had come in vain when there was a task for which the owner had to read itself
     */
    void regain(int refusedBefore) {
        if (state == State.OWNED) {
            return;
        }
        owner = Thread.currentThread();
        int servedBefore = served.get() - 1;
        while (servedBefore != served.get() && refused.get() == refusedBefore && !summoned) {
            servedBefore = served.get();
            LockSupport.parkNanos(this, LINGER);
        }
        regainNow();
    }

    /** By the owner: returns with the permit as soon as no guest has it. */
    void regainNow() {
        while (state != State.OWNED && !moveTo(State.OWNED)) {
            LockSupport.parkNanos(this, LINGER);
        }
    }
}
