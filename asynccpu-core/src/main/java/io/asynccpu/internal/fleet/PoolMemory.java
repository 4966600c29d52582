package io.asynccpu.internal.fleet;

import io.asynccpu.internal.launch.ChildMemory;
import io.asynccpu.internal.launch.LaunchSettings;
import org.jspecify.annotations.Nullable;

/**
 * Decides how much memory each worker of one pool may use. Settings for one worker, or for all together, take precedence.
 * Without such settings a worker gets a share of the memory that the machine or container has beside this JVM: an equal part
 * for each worker of all such pools, at most the quarter that a JVM takes by default, and never more than is left.
 * Thread-safe.
 */
final class PoolMemory {

    /** With less, hardly any application starts. */
    private static final long LEAST_HEAP = 64L << 20;

    private final String pool;
    private final long budget;
    private final long bytesPerWorker;
    private final MemoryLedger ledger;
    private final MemoryLedger.Claimant claimant;
    private final boolean isShared;
    private final long all;
    private final long besideHeap;

    PoolMemory(FleetSettings settings, MemoryLedger ledger, MemoryLedger.Claimant claimant) {
        this(settings, ledger, claimant, ChildMemory.besideThisJvm());
    }

    /**
     * @param all bytes that the machine or container has beside this JVM
     */
    PoolMemory(FleetSettings settings, MemoryLedger ledger, MemoryLedger.Claimant claimant, long all) {
        LaunchSettings launch = settings.worker().launch();
        this.pool = settings.pool();
        this.budget = settings.memoryBudget();
        this.bytesPerWorker = ChildMemory.most(launch, settings.worker().threads());
        this.ledger = ledger;
        this.claimant = claimant;
        this.isShared = launch.inProcess() == null && budget == 0 && !ChildMemory.isHeapChosen(launch);
        this.all = all;
        this.besideHeap = ChildMemory.besideHeap(settings.worker().threads());
    }

    /**
     * The pool begins.
     *
     * @param minimum workers without which it can do nothing
     * @param most workers that it may have
     * @throws IllegalArgumentException if what settings say, or what is there, can never be enough
     */
    void open(int minimum, int most) {
        if (!isShared) {
            ledger.open(claimant, minimum * bytesPerWorker, budget);
            return;
        }
        if (least() > all) {
            throw new IllegalArgumentException("Pool " + pool + " has no memory for a worker: without maxHeap"
                    + " (worker.max-heap) it gets a share of what the machine or container has beside this JVM. Of "
                    + MemoryLedger.mib(ChildMemory.ofTheMachine()) + " this JVM may take all but "
                    + MemoryLedger.mib(Math.max(0, all)) + ", and a worker needs at least "
                    + MemoryLedger.wholeMib(least())
                    + ". Give this JVM a smaller -Xmx or the container more memory; or set maxHeap, if you know that they"
                    + " will not take all at the same time");
        }
        ledger.share(claimant, most);
        ledger.open(claimant, minimum * ledger.share(least(), bytesPerWorker, all), 0);
    }

    /**
     * The pool may have so many workers from now on.
     *
     * @throws IllegalArgumentException if the budget can never hold them
     */
    void resize(int workers, int most, boolean more) {
        if (more) {
            ledger.requireRoom(claimant, pool, workers, bytesPerWorker, budget);
        }
        if (isShared) {
            ledger.share(claimant, most);
        }
    }

    private long least() {
        return LEAST_HEAP + besideHeap;
    }

    /** Enters a worker and gives its bytes; null if it does not fit, and then the pool is called when there is room. */
    @Nullable
    Long enter() {
        if (isShared) {
            return ledger.enterShare(claimant, least(), bytesPerWorker, all);
        }
        return ledger.enter(claimant, bytesPerWorker, budget) ? Long.valueOf(bytesPerWorker) : null;
    }

    /** Like {@link #enter}, for something that is not necessary: only if no pool waits. */
    @Nullable
    Long enterIfRoom() {
        if (isShared) {
            long bytes = ledger.share(least(), bytesPerWorker, all);
            return ledger.enterIfRoom(bytes, all) ? Long.valueOf(bytes) : null;
        }
        return ledger.enterIfRoom(bytesPerWorker, budget) ? Long.valueOf(bytesPerWorker) : null;
    }

    /** The largest heap of a worker with so many bytes; 0 if its settings say it. */
    long heap(long bytes) {
        return isShared ? bytes - besideHeap : 0;
    }

    /** Whether a fresh worker would get less. */
    boolean isMoreThanItsShare(long bytes) {
        return isShared && bytes > ledger.share(least(), bytesPerWorker, all);
    }

    /** Why a worker does not fit. */
    String whyNot() {
        long needed = isShared ? least() : bytesPerWorker;
        long entered = ledger.entered();
        if (entered + needed <= (isShared ? all : budget) && ledger.isBehindAnother(claimant)) {
            return "it would fit, but another pool of this JVM has waited for memory for longer and comes first";
        }
        String others = ", those of all pools may take " + MemoryLedger.wholeMib(entered) + " already, and ";
        return isShared
                ? "it may take at least " + MemoryLedger.wholeMib(needed) + others
                        + "beside this JVM the machine or container" + " has " + MemoryLedger.mib(all)
                        + "; worker.max-heap or memory-budget lets you decide yourself"
                : "it may take " + MemoryLedger.wholeMib(needed) + others + "memory-budget is "
                        + MemoryLedger.mib(budget);
    }

    /** Whether another pool waits for workers to go. */
    boolean isNeededByOthers() {
        return ledger.isNeededByOthers(claimant);
    }

    void askForRoom() {
        ledger.askForRoom(claimant);
    }

    void waitNoMore() {
        ledger.waitNoMore(claimant);
    }

    /** A worker with so many bytes is dead; {@link #tellOfRoom} follows. */
    void leave(long bytes) {
        ledger.leave(bytes);
    }

    void tellOfRoom() {
        ledger.tellOfRoom();
    }

    void close() {
        ledger.close(claimant);
    }
}
