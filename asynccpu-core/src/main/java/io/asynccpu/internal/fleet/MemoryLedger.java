package io.asynccpu.internal.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for the memory of the workers of all pools of this JVM. Every worker is entered before its process is started and
 * removed after its death, also by pools without a budget, since the memory is the same. Thread-safe; calls no other code
 * while it holds its monitor.
 */
public final class MemoryLedger {

    /** The machine's memory is one, whatever pools there are. */
    static final MemoryLedger OF_THIS_JVM = new MemoryLedger();

    /** A pool, called on others' threads and without a lock. */
    public interface Claimant {

        /** Another pool needs room: a worker that has nothing to do and is not needed is to go. */
        void roomWanted();

        /** There is more room than before. */
        void roomFreed();
    }

    // Guarded by this.
    private final Map<Claimant, Long> guaranteed = new LinkedHashMap<>();
    /** The pools that wait, in turn, and how much all others may take so that a worker of that pool fits. */
    private final Map<Claimant, Long> waiting = new LinkedHashMap<>();

    /** How many workers the pools may have that share what there is. */
    private final Map<Claimant, Integer> sharers = new HashMap<>();

    private long entered;

    /** The pool that waits for others' workers to go; null if none does. Written under this, read without by each update of each pool. */
    private volatile @Nullable Claimant inNeed;

    /**
     * A new pool.
     *
     * @param minimum bytes without which the pool can do nothing; other pools never give up so much of theirs
     * @param budget 0 for none
     * @throws IllegalArgumentException if the minimum can never fit beside those of the other pools
     */
    synchronized void open(Claimant pool, long minimum, long budget) {
        long others = guaranteedToOthers(pool);
        if (budget > 0 && others + minimum > budget) {
            throw new IllegalArgumentException("memoryBudget is " + mib(budget) + " but must be at least "
                    + wholeMib(others + minimum) + ": the least number of workers of this pool may take "
                    + wholeMib(minimum)
                    + (others > 0 ? " beside " + wholeMib(others) + " for those of other pools" : "")
                    + "; allow more, or give the workers less by maxHeap or minWorkers");
        }
        guaranteed.put(pool, minimum);
    }

    /**
     * Whether that many workers could ever be there together.
     *
     * @throws IllegalArgumentException if they can never fit beside the least that the other pools have
     */
    synchronized void requireRoom(Claimant pool, String name, int workers, long bytesPerWorker, long budget) {
        long others = guaranteedToOthers(pool);
        // Workers on threads of this JVM take nothing more.
        long room = bytesPerWorker == 0 ? workers : Math.max(0, budget - others) / bytesPerWorker;
        if (budget > 0 && workers > room) {
            throw new IllegalArgumentException(
                    "Pool " + name + " is not resized to " + workers + " workers: memoryBudget, "
                            + mib(budget) + ", holds " + room + " of " + wholeMib(bytesPerWorker)
                            + (others > 0 ? " beside " + wholeMib(others) + " for those of other pools" : ""));
        }
    }

    /** Caller holds this. */
    private long guaranteedToOthers(Claimant pool) {
        long others = 0;
        for (Map.Entry<Claimant, Long> entry : guaranteed.entrySet()) {
            others += entry.getKey().equals(pool) ? 0 : entry.getValue();
        }
        return others;
    }

    /** Enters a worker if it fits; else the pool is called when there is room. */
    synchronized boolean enter(Claimant pool, long bytes, long budget) {
        // First come, first served: else a pool of small workers would starve one of large workers.
        boolean itsTurn =
                waiting.isEmpty() || waiting.keySet().iterator().next().equals(pool);
        if (budget > 0 && (entered + bytes > budget || !itsTurn)) {
            waiting.put(pool, budget - bytes);
            updateNeed();
            return false;
        }
        waiting.remove(pool);
        entered += bytes;
        updateNeed();
        return true;
    }

    /** The pool's workers share what there is with those of other such pools; so many it may have. */
    synchronized void share(Claimant pool, int workers) {
        sharers.put(pool, workers);
    }

    /**
     * What one worker of a pool that shares may take, if it is left.
     *
     * @param all that there is for all workers
     */
    synchronized long share(long least, long most, long all) {
        int workers = 0;
        for (int each : sharers.values()) {
            workers += each;
        }
        return Math.min(most, Math.max(least, all / Math.max(1, workers)));
    }

    /** Enters a worker with its share, or what is left of it; null if that is too little, and the pool is called when there is more. */
    synchronized @Nullable Long enterShare(Claimant pool, long least, long most, long all) {
        long bytes = Math.min(share(least, most, all), all - entered);
        return enter(pool, Math.max(least, bytes), all) ? Long.valueOf(Math.max(least, bytes)) : null;
    }

    /** Enters something that is not necessary, if it fits and no pool waits. */
    synchronized boolean enterIfRoom(long bytes, long budget) {
        if (budget > 0 && (entered + bytes > budget || !waiting.isEmpty())) {
            return false;
        }
        entered += bytes;
        updateNeed();
        return true;
    }

    /** The pool needs no more room for now. */
    synchronized void waitNoMore(Claimant pool) {
        waiting.remove(pool);
        updateNeed();
    }

    /** Caller holds this. */
    private void updateNeed() {
        Iterator<Map.Entry<Claimant, Long>> inTurn = waiting.entrySet().iterator();
        Map.Entry<Claimant, Long> first = inTurn.hasNext() ? inTurn.next() : null;
        inNeed = first != null && entered > first.getValue() ? first.getKey() : null;
    }

    /** Whether another pool's worker goes before one of this pool, even if only that of this one fits. */
    synchronized boolean isBehindAnother(Claimant pool) {
        return !waiting.isEmpty() && !waiting.keySet().iterator().next().equals(pool);
    }

    /** Whether another pool waits for workers to go. */
    boolean isNeededByOthers(Claimant pool) {
        Claimant needy = inNeed;
        return needy != null && !needy.equals(pool);
    }

    /** Asks the other pools for room. */
    void askForRoom(Claimant pool) {
        List<Claimant> others;
        synchronized (this) {
            others = new ArrayList<>(guaranteed.keySet());
        }
        others.remove(pool);
        others.forEach(Claimant::roomWanted);
    }

    /** A worker is dead. */
    void strikeOut(long bytes) {
        leave(bytes);
        tellOfRoom();
    }

    /** Like {@link #strikeOut}, which {@link #tellOfRoom} completes later, without a lock. */
    synchronized void leave(long bytes) {
        entered -= bytes;
        updateNeed();
    }

    /** Those that wait look again, in turn. */
    void tellOfRoom() {
        List<Claimant> hopeful;
        synchronized (this) {
            hopeful = new ArrayList<>(waiting.keySet());
        }
        hopeful.forEach(Claimant::roomFreed);
    }

    /** The pool has ended. */
    void close(Claimant pool) {
        synchronized (this) {
            guaranteed.remove(pool);
            sharers.remove(pool);
            waitNoMore(pool);
        }
        tellOfRoom();
    }

    synchronized long entered() {
        return entered;
    }

    /** For memory that there is, or may be: rounded down. */
    static String mib(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /** For memory that is needed: rounded up, so that a little too much does not look like enough. */
    static String wholeMib(long bytes) {
        return mib(bytes + (1 << 20) - 1);
    }
}
