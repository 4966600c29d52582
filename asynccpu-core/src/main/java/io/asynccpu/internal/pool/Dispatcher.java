package io.asynccpu.internal.pool;

import io.asynccpu.internal.concurrent.PlatformThreadGate;
import io.asynccpu.internal.fleet.CacheTraining;
import io.asynccpu.internal.fleet.FleetSettings;
import io.asynccpu.internal.fleet.MemoryLedger;
import io.asynccpu.internal.fleet.PoolSites;
import io.asynccpu.internal.fleet.Surroundings;
import io.asynccpu.internal.fleet.WorkerFleet;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerEvents;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.internal.task.TaskCounts;
import io.asynccpu.internal.task.TaskQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The state of a pool, and what follows from each change of it: tasks are assigned, workers started and stopped, the pool ended.
 *
 * <p>Actors: submitting threads, one thread for each worker (see {@link Worker}), the timer. Shared state: the queue, the fleet, the
 * leases, the lifecycle, all under the {@link PoolLock}. The thread that changes something by an update also assigns tasks, and acts after
 * it has released the lock: no thread stands between a submitter and a worker.
 */
final class Dispatcher {

    /** Of the waiting tasks that are read at a time: what takes some microseconds. */
    private static final int MOST_AT_A_TIME = 500;

    private final PoolThreads threads;
    private final Runnable whenTerminated;
    private final PoolLock lock;
    private final PoolSites sites;
    private final Surroundings surroundings;
    private final CacheTraining training;
    private final EventFeed events;
    // All below guarded by lock.
    private final PoolLifecycle lifecycle = new PoolLifecycle();
    private final WorkerFleet<LeasedTasks> fleet;
    private final TaskQueue<PoolTask<?>> queue = new TaskQueue<>();
    private final TaskAdmission admission;
    private final TaskAssigner assigner;

    /**
     * @param workerEvents makes the handler of what a worker reports
     * @param whenTerminated runs when the pool has ended
     * @throws IllegalArgumentException if the memory budget can never be kept
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from here
     */
    Dispatcher(
            PoolSettings settings,
            PoolThreads threads,
            TaskCounts taskCounts,
            EventFeed events,
            BiFunction<Dispatcher, Worker, WorkerEvents> workerEvents,
            Runnable whenTerminated) {
        this.threads = threads;
        this.events = events;
        this.whenTerminated = whenTerminated;
        this.lock = new PoolLock(threads.gate(), threads.timer(), new Conclusions());
        FleetSettings fleetSettings = settings.fleet();
        // The pool's end may wait for the removal of files.
        this.sites = new PoolSites(settings.name(), settings.worker().launch(), threads.timer(), lock::proceed);
        this.surroundings = new Surroundings(settings.worker().launch(), sites.launcher());
        this.fleet = new WorkerFleet<>(
                fleetSettings,
                sites,
                threads.timer(),
                worker -> workerEvents.apply(this, worker),
                new MemoryClaimant(),
                worker -> new LeasedTasks(worker, settings.worker().threads()));
        this.training = new CacheTraining(fleetSettings, sites, threads.timer(), fleet, this::isQuiet, lock::proceed);
        this.admission = new TaskAdmission(settings, lifecycle, fleet, queue, taskCounts);
        this.assigner = new TaskAssigner(settings, threads.timer(), lock, lifecycle, fleet, queue, events);
        // Last: other pools may call this one from now on.
        fleet.open();
    }

    PoolLock lock() {
        return lock;
    }

    /** For steps that take other locks of the pool than this one; updates and views pass it by themselves. */
    PlatformThreadGate gate() {
        return threads.gate();
    }

    /** Visits the waiting tasks, in turn, until the visitor says false. A million may wait, so others get the lock in between. */
    void walkQueue(Predicate<PoolTask<?>> visitor) {
        TaskQueue<PoolTask<?>>.Walk walk = lock.read(queue::walk);
        try {
            lock.readInPortions(() -> walk.goOn(MOST_AT_A_TIME, visitor));
        } finally {
            lock.read(() -> {
                walk.end();
                return true;
            });
        }
    }

    // --- what it owns; for updates and views only: the caller holds the lock ---

    WorkerFleet<LeasedTasks> fleet() {
        return fleet;
    }

    TaskQueue<PoolTask<?>> queue() {
        return queue;
    }

    PoolLifecycle lifecycle() {
        return lifecycle;
    }

    TaskAdmission admission() {
        return admission;
    }

    TaskAssigner assigner() {
        return assigner;
    }

    // --- what it owns; these need no lock ---

    CacheTraining training() {
        return training;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** The leases of all workers. Caller holds the lock. */
    List<Lease> leases() {
        List<Lease> all = new ArrayList<>();
        for (WorkerSlot<LeasedTasks> slot : fleet.slots().all()) {
            all.addAll(slot.workload().all());
        }
        return all;
    }

    /** Prefetched tasks come back in a pause, as far as they have not started. Caller holds the lock. */
    void pause() {
        lifecycle.pause(true);
        if (lifecycle.isRunning()) {
            assigner.recallPrefetched();
        }
    }

    void resume() {
        lifecycle.pause(false);
    }

    /** The pool takes no more tasks from now on. Caller holds the lock. */
    void shutDown() {
        if (lifecycle.shutDown()) {
            sites.beginEnd();
        }
    }

    private boolean isQuiet() {
        return lock.read(() -> queue.isEmpty() && fleet.slots().all().stream().allMatch(WorkerSlot::isReady));
    }

    // --- what follows from every change; the caller holds the lock ---

    private void finish(DeferredActions actions) {
        if (lifecycle.state() != PoolState.SHUTTING_DOWN || !queue.isEmpty()) {
            return;
        }
        // Workers are stopped as soon as they are idle; the pool itself ends when every future is complete, too.
        fleet.retireAllIdle(actions);
        if (fleet.slots().isEmpty() && sites.isClear() && training.isOver() && lifecycle.isEachFutureComplete()) {
            fleet.close(actions);
            actions.afterwards(threads::close);
            actions.afterwards(events::close);
            actions.afterwards(whenTerminated);
            // Not before there is memory for all that: until then the next update makes it again.
            lifecycle.terminate();
        }
    }

    private final class Conclusions implements PoolLock.Conclusions {

        @Override
        public void draw(DeferredActions actions) {
            if (!lifecycle.isTerminated()) {
                assigner.dispatch(actions);
                fleet.adjust(lifecycle.isPaused() ? 0 : queue.ready(), lifecycle.isRunning(), actions);
                finish(actions);
            }
        }

        @Override
        public void repair(Error failure, DeferredActions actions) {
            assigner.repair(failure, actions);
        }

        @Override
        public void takeBackUnsent(List<Lease> leases) {
            lock.update(actions -> assigner.takeBackUnsent(leases, actions));
        }
    }

    /** The pool among the others of this JVM, which share its memory. */
    private final class MemoryClaimant implements MemoryLedger.Claimant {

        @Override
        public void roomWanted() {
            lock.update(actions -> {
                if (lifecycle.isRunning()) {
                    fleet.makeRoom();
                }
            });
        }

        @Override
        public void roomFreed() {
            lock.proceed();
        }
    }
}
