package io.asynccpu.internal.fleet;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerEvents;
import io.asynccpu.internal.parent.WorkerState;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the workers of a fleet when memory, failed starts and early deaths permit it. Guarded by the pool's lock.
 *
 * @param <W> the tasks of a worker, which are the pool's
 */
public final class WorkerStarts<W extends Workload> {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerStarts.class);

    private final FleetSettings settings;
    private final WorkerSlots<W> slots;
    private final PoolMemory memory;
    private final PoolSites sites;
    private final Timer timer;
    private final Function<Worker, WorkerEvents> events;
    private final Function<Worker, W> workloads;
    private final WorkerCounts counts;
    private final Breaker breaker = new Breaker();
    private final EarlyDeaths earlyDeaths = new EarlyDeaths();
    private int made;
    private boolean postponed;

    /**
     * @param events gives the receiver of a worker's events
     * @param workloads makes the tasks of a new worker
     * @throws WorkerStartException if no child can ever be started from here
     */
    WorkerStarts(
            FleetSettings settings,
            WorkerSlots<W> slots,
            PoolMemory memory,
            PoolSites sites,
            Timer timer,
            Function<Worker, WorkerEvents> events,
            Function<Worker, W> workloads,
            WorkerCounts counts) {
        this.settings = settings;
        this.slots = slots;
        this.memory = memory;
        this.sites = sites;
        this.timer = timer;
        this.events = events;
        this.workloads = workloads;
        this.counts = counts;
        try {
            sites.check();
        } catch (IOException e) {
            throw new WorkerStartException("Pool " + settings.pool() + " cannot be made: " + e.getMessage(), e);
        }
    }

    public Breaker breaker() {
        return breaker;
    }

    public EarlyDeaths earlyDeaths() {
        return earlyDeaths;
    }

    /** After a failure no worker is started before the pause is over, except for a task while no worker is left. */
    boolean mayStart(long waiting) {
        return !breaker.isOpen()
                && !earlyDeaths.isPause(System.nanoTime())
                && (!breaker.isSuspicious() || (waiting > 0 && !slots.canTakeTasks()));
    }

    /**
     * Starts one more worker.
     *
     * @param isAsked whether another pool asks for room
     * @return false if there is no memory for it
     */
    boolean start(boolean isAsked, FleetActions actions) {
        Long bytes = memory.enter();
        if (bytes == null) {
            postpone(isAsked, actions);
            return false;
        }
        Worker worker = null;
        try {
            made++;
            worker = new Worker(made, settings.worker(), false, memory.heap(bytes), sites, timer, events);
            slots.add(new WorkerSlot<>(
                    worker, workloads.apply(worker), settings.worker().threads(), settings.maxTasksPerWorker(), bytes));
        } finally {
            if (worker == null || slots.find(worker) == null) {
                // As without memory for its objects.
                memory.leave(bytes);
            }
        }
        counts.started();
        actions.start(worker);
        LOG.debug("Worker {} of pool {} may take {}", worker.id(), settings.pool(), MemoryLedger.mib(bytes));
        return true;
    }

    /** What was decided of the worker may not have been done. */
    public void decideAgain(WorkerSlot<W> slot, FleetActions actions) {
        if (!slot.worker().hasBegun()) {
            actions.start(slot.worker());
        } else if (slot.worker().state() == WorkerState.STOPPING) {
            actions.stop(slot.worker());
        }
    }

    private void postpone(boolean isAsked, FleetActions actions) {
        if (!postponed) {
            postponed = true;
            LOG.info("Pool {} waits with the start of a worker: {}", settings.pool(), whyPostponed());
        }
        // Guard against two pools that wait and ask each other without end.
        if (!isAsked) {
            actions.afterwards(memory::askForRoom);
        }
    }

    boolean isPostponed() {
        return postponed;
    }

    /** No start waits for memory any more. */
    void endPostponement(FleetActions actions) {
        if (postponed) {
            postponed = false;
            memory.waitNoMore();
            // The pool behind this one may have room now.
            actions.afterwards(memory::tellOfRoom);
        }
    }

    /** Why a start waits for the end of other workers; null if none does. */
    public @Nullable String whyPostponed() {
        return postponed ? memory.whyNot() : null;
    }

    /** Why no task can be done for now; null if one can. */
    public @Nullable String whyOutOfService() {
        return breaker.isOpen() && !slots.canTakeTasks() ? breaker.reason() : null;
    }
}
