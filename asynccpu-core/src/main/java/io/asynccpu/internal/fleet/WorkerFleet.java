package io.asynccpu.internal.fleet;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerEvents;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many workers a pool has. Guarded by the pool's lock; acts through {@link FleetActions} after the lock is
 * released.
 *
 * <p>At most {@code maxWorkers} workers have tasks at a time; {@code spareWorkers} more stand ready. A worker that is to be
 * recycled takes tasks until enough others are ready. Workers are recycled one at a time; without a spare worker, the
 * replacement is started beside the old one. When {@code maxWorkers} is reduced, idle workers end at once; of the busy ones,
 * as many as are too many end after their tasks.
 *
 * @param <W> the tasks of a worker, which are the pool's
 */
public final class WorkerFleet<W extends Workload> {

    private final FleetSettings settings;
    private final PoolMemory memory;
    private final WorkerSlots<W> slots = new WorkerSlots<>();
    private final WorkerStarts<W> starts;
    private final WorkerRetirement<W> retirement;
    private final WorkerCounts counts = new WorkerCounts();
    private int maxWorkers;
    /** How many workers, without the spare ones, the tasks have asked for so far. */
    private long places;

    /** Whether another pool asks for room. */
    private boolean isAsked;

    /** One worker is to be tried, now or, where the budget is used up, as soon as it fits; no task asks for it again. */
    private boolean trialIsDue;

    /** Whether tasks have asked for all workers that there may be. */
    private boolean complete;

    /** Whether there may be more workers than {@code maxWorkers} and the spare ones. */
    private boolean crowded;

    /**
     * @param events gives the receiver of a worker's events
     * @param workloads makes the tasks of a new worker
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from here
     */
    public WorkerFleet(
            FleetSettings settings,
            PoolSites sites,
            Timer timer,
            Function<Worker, WorkerEvents> events,
            MemoryLedger.Claimant claimant,
            Function<Worker, W> workloads) {
        this.settings = settings;
        this.maxWorkers = settings.maxWorkers();
        this.memory = new PoolMemory(settings, MemoryLedger.OF_THIS_JVM, claimant);
        this.starts = new WorkerStarts<>(settings, slots, memory, sites, timer, events, workloads, counts);
        this.retirement = new WorkerRetirement<>(settings, slots, memory);
    }

    /**
     * The pool begins: from now on other pools may ask it for room.
     *
     * @throws IllegalArgumentException if the budget can never be kept
     */
    public void open() {
        memory.open(settings.leastWorkers() + settings.spareWorkers(), mostAtOnce(maxWorkers));
    }

    public WorkerSlots<W> slots() {
        return slots;
    }

    public WorkerCounts counts() {
        return counts;
    }

    public WorkerStarts<W> starts() {
        return starts;
    }

    PoolMemory memory() {
        return memory;
    }

    /** The worker with the most free threads; null if none may get a task now. */
    public @Nullable WorkerSlot<W> freest() {
        return slots.freest(maxWorkers);
    }

    // --- how many ---

    public int maxWorkers() {
        return maxWorkers;
    }

    /**
     * From now on so many may have tasks; {@link #adjust} starts and stops workers accordingly.
     *
     * @throws IllegalArgumentException if it is fewer than the pool must have, or more than the budget can ever hold
     */
    public void resize(int wanted) {
        int least = settings.leastWorkers();
        if (wanted < least) {
            throw new IllegalArgumentException("Pool " + settings.pool() + " is not resized: maxWorkers would be "
                    + wanted + " but must be at least " + (least > 1 ? "minWorkers, which is " + least : "1"));
        }
        // Back to what the pool was made with is always allowed: that may be more than fits beside others' workers.
        memory.resize(wanted, mostAtOnce(wanted), wanted > Math.max(maxWorkers, settings.maxWorkers()));
        maxWorkers = wanted;
        places = Math.min(places, wanted);
        complete = false;
        crowded = true;
    }

    /**
     * Starts and stops workers, as the tasks and the settings ask for.
     *
     * @param waiting tasks that could start now
     * @param running whether the pool takes new tasks
     */
    public void adjust(long waiting, boolean running, FleetActions actions) {
        boolean isWanted = isAsked || memory.isNeededByOthers();
        if (complete && running && !isWanted && slots.size() == most() && slots.allServe()) {
            return;
        }
        if (isWanted && running) {
            giveUpPlace(retirement.giveRoom(actions));
        }
        if (crowded) {
            crowded = retirement.shrink(maxWorkers, actions);
        }
        Census now = slots.census();
        long wanted = wanted(now, waiting, running);
        trialIsDue &= running && slots.size() < limit(now);
        boolean fits = true;
        if (trialIsDue) {
            fits = start(actions);
            now = slots.census();
        }
        while (fits && now.isShortOf(wanted) && slots.size() < limit(now) && starts.mayStart(waiting)) {
            fits = start(actions);
            now = slots.census();
        }
        if (fits) {
            starts.endPostponement(actions);
        } else {
            // Asked for again when a task needs it, and not because it once was wanted.
            places = Math.min(maxWorkers, Math.max(0, now.serving() + now.leaving() - settings.spareWorkers()));
        }
        isAsked = false;
        retirement.retireReplaced(now, Math.min(wanted, maxWorkers), starts.isPostponed(), actions);
        complete = fits && places == maxWorkers;
    }

    private boolean start(FleetActions actions) {
        int before = slots.size();
        try {
            return starts.start(isAsked, actions);
        } finally {
            // Also if the start failed half-way, as without memory: a worker that has its slot is the trial.
            trialIsDue &= slots.size() == before;
        }
    }

    private long most() {
        return (long) maxWorkers + settings.spareWorkers();
    }

    private long wanted(Census now, long waiting, boolean running) {
        int threads = settings.worker().threads();
        long forTasks = Math.min(maxWorkers, now.busy() + (waiting + threads - 1) / threads);
        if (!running) {
            return forTasks;
        }
        places = Math.max(places, Math.max(forTasks, settings.minWorkers()));
        return places + settings.spareWorkers();
    }

    private long limit(Census now) {
        return now.goingOut() > 0 ? mostAtOnce(maxWorkers) : most();
    }

    /** Without spare ones a replacement comes beside the worker that leaves. */
    private int mostAtOnce(int maxWorkers) {
        return (int) Math.min(Integer.MAX_VALUE, (long) maxWorkers + Math.max(1, settings.spareWorkers()));
    }

    /** Without regard to a pause: the same start is made in another way, also if it was a trial. */
    public void tryOnce() {
        trialIsDue |= starts.breaker().isSuspicious();
    }

    /** The pause after a failed start is over: a worker is tried if one is missing, or if the outcome of a start is unknown. */
    public void tryAgain(long waiting, boolean running) {
        Census now = slots.census();
        boolean missing = now.isShortOf(wanted(now, waiting, running));
        // Guard against race with the pause of another failure: it must not call off a trial that waits for memory.
        trialIsDue |= slots.size() < limit(now) && (starts.breaker().beginTrial() || missing);
    }

    // --- which of them go ---

    /** Replaces the worker if it takes too much memory. */
    public void checkMemory(WorkerSlot<W> slot, long residentBytes) {
        if (residentBytes > settings.maxWorkerMemory()) {
            slot.recycle("it was recycled with " + MemoryLedger.wholeMib(residentBytes)
                    + " in memory, max-worker-memory is " + MemoryLedger.mib(settings.maxWorkerMemory()));
        }
    }

    /** Retires the worker that has been idle for longest, if it is not needed; the others follow. */
    public void retireIdle(FleetActions actions) {
        giveUpPlace(retirement.retireIdle(actions));
    }

    private void giveUpPlace(boolean isGivenUp) {
        places = isGivenUp ? Math.max(0, places - 1) : places;
    }

    /** Another pool needs memory. */
    public void makeRoom() {
        isAsked = true;
    }

    /** No task is left. */
    public void retireAllIdle(FleetActions actions) {
        retirement.retireAllIdle(actions);
    }

    /** Nothing of the worker is left. */
    public void remove(Worker worker, FleetActions actions) {
        WorkerSlot<W> gone = slots.find(worker);
        if (gone != null) {
            // Not before there is memory for all that: until then it can be done again.
            actions.afterwards(memory::tellOfRoom);
            counts.removed(worker);
            slots.remove(worker);
            memory.leave(gone.bytes());
        }
    }

    /** The pool has ended. */
    public void close(FleetActions actions) {
        actions.afterwards(memory::close);
    }
}
