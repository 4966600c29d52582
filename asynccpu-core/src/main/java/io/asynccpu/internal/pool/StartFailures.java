package io.asynccpu.internal.pool;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.fleet.Breaker;
import io.asynccpu.internal.fleet.EarlyDeaths;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerDeath;
import io.asynccpu.internal.task.PoolTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a worker dies before or soon after it was ready: how the next one is started, and whether waiting
 * tasks fail because none can be started. Guarded by the pool's lock.
 */
final class StartFailures {

    private static final Logger LOG = LoggerFactory.getLogger(StartFailures.class);

    private final String pool;
    private final Timer timer;
    private final Dispatcher dispatcher;

    StartFailures(String pool, Timer timer, Dispatcher dispatcher) {
        this.pool = pool;
        this.timer = timer;
        this.dispatcher = dispatcher;
    }

    /** Decides whether and how the next worker starts. */
    void followUp(WorkerSlot<LeasedTasks> dead, WorkerDeath death, boolean wasIdle, DeferredActions actions) {
        Worker worker = dead.worker();
        if (death.isOvercome()) {
            // The next one starts as the plan has said; it is asked for like this one.
            LOG.debug("Worker {} of pool {} starts another way", worker.id(), pool);
            dispatcher.fleet().tryOnce();
        } else if (!death.expected() && death.brokeDown() && worker.isFromArchive()) {
            LOG.info(
                    "Worker {} of pool {} failed when started from the start-up cache; the next one starts without it,"
                            + " to find out whether the cache is the cause",
                    worker.id(),
                    pool);
            dispatcher.fleet().tryOnce();
        } else if (!death.expected() && death.startFailure() != null) {
            notStarted(death, actions);
        } else if (!death.expected() && dead.isOnProbation() && wasIdle) {
            diedEarly(dead, death);
        }
    }

    /** Where no worker can take the waiting tasks, they fail with the reason. */
    private void notStarted(WorkerDeath death, DeferredActions actions) {
        Breaker breaker = dispatcher.fleet().starts().breaker();
        String why = CrashMessages.cannotStart(death);
        breaker.failed(why);
        // A worker that was ended from outside may start the next time; one that refuses to start will refuse again.
        boolean disturbed = death.details().signal() != null || death.isDisturbed();
        if ((!disturbed || breaker.isOpen()) && !dispatcher.fleet().slots().canTakeTasks()) {
            for (PoolTask<?> task : dispatcher.queue().drain()) {
                actions.afterwards(() -> task.notStarted(CrashMessages.cannotStart(pool, why, death)));
            }
        }
        if (breaker.isOpen()) {
            LOG.error(
                    "Pool {} starts no more workers for {} s, since the last ones failed one after the other: {}",
                    pool,
                    breaker.pause().toSeconds(),
                    why);
        }
        tryAgainAfterPause(breaker);
    }

    private void tryAgainAfterPause(Breaker breaker) {
        timer.after(breaker.pause().toNanos(), () -> dispatcher.lock().update(actions -> {
            if (dispatcher.lifecycle().isTerminated()) {
                return;
            }
            dispatcher
                    .fleet()
                    .tryAgain(dispatcher.queue().ready(), dispatcher.lifecycle().isRunning());
            if (breaker.isOpen()) {
                // As while the last workers are dying slowly.
                tryAgainAfterPause(breaker);
            }
        }));
    }

    /** No start has failed, so waiting tasks go on waiting for the next worker, which comes at once after the first such death. */
    private void diedEarly(WorkerSlot<LeasedTasks> dead, WorkerDeath death) {
        EarlyDeaths deaths = dispatcher.fleet().starts().earlyDeaths();
        long now = System.nanoTime();
        deaths.add(dead.startedNanos(), now, "the last one died because " + death.reason() + "; " + death.remedy());
        String why = deaths.whyPause(now);
        if (why != null) {
            LOG.warn("Pool {} waits with the start of a worker: {}", pool, why);
            timer.after(deaths.pause().toNanos(), dispatcher.lock()::proceed);
        }
    }
}
