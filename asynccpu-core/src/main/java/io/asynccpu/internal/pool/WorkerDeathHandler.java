package io.asynccpu.internal.pool;

import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerEnd;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerDeath;
import io.asynccpu.internal.task.PoolTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each task of a dead worker whether it starts again or fails. Called on the thread of the worker, once for each
 * worker.
 */
final class WorkerDeathHandler {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerDeathHandler.class);

    /** How often a worker may die before it starts the task, until the task itself is the suspect. */
    private static final int MOST_LOSSES_BEFORE_START = 3;

    private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(30);

    private final PoolSettings settings;
    private final Timer timer;
    private final EventFeed events;
    private final Dispatcher dispatcher;
    private final StartFailures starts;

    WorkerDeathHandler(PoolSettings settings, Timer timer, EventFeed events, Dispatcher dispatcher) {
        this.settings = settings;
        this.timer = timer;
        this.events = events;
        this.dispatcher = dispatcher;
        this.starts = new StartFailures(settings.name(), timer, dispatcher);
    }

    void handle(Worker worker, WorkerDeath death) {
        dispatcher.lock().update(actions -> {
            WorkerSlot<LeasedTasks> dead = dispatcher.fleet().slots().find(worker);
            if (dead == null) {
                return;
            }
            events.workerEnded(dead.snapshot(), end(dead, death));
            dispatcher.fleet().counts().died(dead, death);
            if (!death.expected() && !death.isOvercome()) {
                dispatcher.lifecycle().died(worker, death.reason());
            }
            List<Lease> leases = dead.workload().all();
            List<PoolTask<?>> started = new ArrayList<>();
            for (Lease lease : started(leases, death)) {
                // Guard against race with the worker's own order, in which that task's turn may have come already.
                lease.startIfAhead();
                started.add(lease.task());
            }
            // Not before there is memory for all that: until then the update can be made again.
            dead.workload().clear();
            for (Lease lease : leases) {
                lease.end();
                try {
                    answer(lease, death, started, dead.tasksDone(), actions);
                } catch (RuntimeException | Error e) {
                    // As without memory: the answers to the other tasks must not depend on this one.
                    actions.afterwards(() -> lease.task().fail(e));
                }
            }
            starts.followUp(dead, death, started.isEmpty(), actions);
        });
        log(worker, death);
    }

    private static WorkerEnd end(WorkerSlot<LeasedTasks> dead, WorkerDeath death) {
        String retireReason = death.expected() ? dead.retireReason() : null;
        WorkerEnd.Kind kind;
        if (death.expected()) {
            kind = dead.isRecycled() ? WorkerEnd.Kind.RECYCLED : WorkerEnd.Kind.RETIRED;
        } else {
            kind = death.startFailure() == null ? WorkerEnd.Kind.DIED : WorkerEnd.Kind.NOT_STARTED;
        }
        return new WorkerEnd(
                kind, retireReason == null ? death.reason() : retireReason, death.details(false, dead.tasksDone()));
    }

    // --- the tasks that it had ---

    private static List<Lease> started(List<Lease> leases, WorkerDeath death) {
        List<Lease> started = new ArrayList<>();
        List<Lease> skipped = new ArrayList<>();
        for (Lease lease : leases) {
            if (death.hadStarted(lease.task().taskId())) {
                if (!death.heardOut()) {
                    // These tasks came before, so they may have ended there.
                    started.addAll(skipped);
                    skipped.clear();
                }
                started.add(lease);
            } else {
                skipped.add(lease);
            }
        }
        return started;
    }

    /**
     * Decides whether the task starts again. Exceptions are made after the lock, and only for tasks that need one.
     *
     * @param together all tasks that ran on the worker when it died
     */
    private void answer(
            Lease lease, WorkerDeath death, List<PoolTask<?>> together, long tasksDone, DeferredActions actions) {
        PoolTask<?> task = lease.task();
        boolean started = together.contains(task);
        // A task that only waited behind another one is above suspicion.
        if (!started && lease.hasStarted() && together.isEmpty()) {
            task.lostAttempts().countBeforeStart();
        }
        boolean again = started
                ? task.attempt() < task.terms().maxAttempts()
                : task.timesLostBeforeStart() <= MOST_LOSSES_BEFORE_START;
        if (!again || !task.giveBack(lease, started)) {
            actions.afterwards(() -> fail(task, death, started, together, tasksDone));
        } else if (started) {
            // First, as there may be no memory for it.
            actions.afterwards(() -> retryLater(task, death, together, tasksDone));
            dispatcher.queue().pause(task);
        } else {
            dispatcher.queue().giveBack(task);
        }
    }

    private static void fail(
            PoolTask<?> task, WorkerDeath death, boolean started, List<PoolTask<?>> together, long tasksDone) {
        WorkerCrashedException crash;
        try {
            crash = CrashMessages.crashed(task, death, started, together, tasksDone);
        } catch (RuntimeException | Error e) {
            // As without memory: the task must be answered.
            task.fail(e);
            return;
        }
        task.crashed(crash);
    }

    private void retryLater(PoolTask<?> task, WorkerDeath death, List<PoolTask<?>> together, long tasksDone) {
        try {
            // Before the pause begins: the next attempt must find it.
            task.lostAttempts().add(CrashMessages.crashed(task, death, true, together, tasksDone));
            timer.after(
                    retryDelay(task.attempt()).toNanos(),
                    () -> dispatcher.lock().update(actions -> resume(task)));
        } catch (RuntimeException | Error e) {
            // As without memory: nothing else would end the pause.
            task.fail(e);
        }
    }

    private Duration retryDelay(int attempts) {
        Duration delay = settings.retryDelay().multipliedBy(1L << Math.min(attempts - 1, 20));
        return delay.compareTo(LONGEST_RETRY_DELAY) < 0 ? delay : LONGEST_RETRY_DELAY;
    }

    private void resume(PoolTask<?> task) {
        // Guard against race with cancel(), which takes it out of the queue.
        if (dispatcher.queue().resume(task)) {
            task.startQueueTimeout();
        }
    }

    private void log(Worker worker, WorkerDeath death) {
        String name = settings.name();
        if (death.isOvercome()) {
            // The plan has said it.
            LOG.debug("Worker {} of pool {} did not start: {}", worker.id(), name, death.reason());
        } else if (death.startFailure() != null && !death.expected()) {
            LOG.warn(
                    "Worker {} of pool {} could not be started: {}",
                    worker.id(),
                    name,
                    CrashMessages.cannotStart(death));
        } else if (!death.expected()) {
            LOG.warn("{} died: {}", worker, death.reason());
        } else {
            LOG.debug("Worker {} of pool {} (pid {}) ended", worker.id(), name, worker.pid());
        }
    }
}
