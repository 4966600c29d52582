package io.asynccpu.pool;

import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerEnd;
import io.asynccpu.concurrent.Timer;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerDeath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for a dead worker: each task that it had starts again or fails, and so do waiting ones if none is left. */
final class Deaths {

    private static final Logger LOG = LoggerFactory.getLogger(Deaths.class);

    /** How often a task may be with a worker that dies before it starts it, until the task itself is the suspect. */
    private static final int MOST_LOSSES_BEFORE_START = 3;

    private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(30);

    private final PoolSettings settings;
    private final Timer timer;
    private final EventFeed events;
    private final Books books;

    Deaths(PoolSettings settings, Timer timer, EventFeed events, Books books) {
        this.settings = settings;
        this.timer = timer;
        this.events = events;
        this.books = books;
    }

    void enter(Worker worker, WorkerDeath death) {
        books.decide(decisions -> {
            PooledWorker dead = books.workforce().find(worker);
            if (dead == null) {
                return;
            }
            events.workerEnded(dead.snapshot(), end(dead, death));
            books.counts().died(dead, death);
            if (!death.expected() && !death.isOvercome()) {
                books.died(worker, death.reason());
            }
            List<Lease> leases = dead.leases();
            List<PoolTask<?>> started = new ArrayList<>();
            for (Lease lease : started(leases, death)) {
                // Guard against race with the worker's own order, in which that task's turn may have come already.
                lease.startIfAhead();
                started.add(lease.task());
            }
            // Not before there is memory for all that: until then the entry can be made again.
            dead.die();
            for (Lease lease : leases) {
                lease.end();
                try {
                    answer(lease, death, started, dead.tasksDone(), decisions);
                } catch (RuntimeException | Error e) {
                    // As without memory for its message: what became of the others must not depend on it.
                    decisions.afterwards(() -> lease.task().fail(e));
                }
            }
            boolean neverReady = death.startFailure() != null;
            if (death.isOvercome()) {
                // The next one starts as the plan has said; it is asked for like this one.
                LOG.debug("Worker {} of pool {} starts another way", worker.id(), settings.name());
                books.workforce().tryOnce();
            } else if (!death.expected() && death.brokeDown() && worker.isFromArchive()) {
                LOG.info(
                        "Worker {} of pool {} broke down when started from the start-up cache; the next one starts without it,"
                                + " to see which of them is to blame",
                        worker.id(),
                        settings.name());
                books.workforce().tryOnce();
            } else if (!death.expected() && neverReady) {
                notStarted(death, decisions);
            } else if (!death.expected() && dead.isOnProbation() && started.isEmpty()) {
                diedEarly(dead, death);
            }
        });
        report(worker, death);
    }

    private static WorkerEnd end(PooledWorker dead, WorkerDeath death) {
        String farewell = death.expected() ? dead.farewell() : null;
        WorkerEnd.Kind kind;
        if (death.expected()) {
            kind = dead.isRecycled() ? WorkerEnd.Kind.RECYCLED : WorkerEnd.Kind.RETIRED;
        } else {
            kind = death.startFailure() == null ? WorkerEnd.Kind.DIED : WorkerEnd.Kind.NOT_STARTED;
        }
        return new WorkerEnd(
                kind, farewell == null ? death.reason() : farewell, death.details(false, dead.tasksDone()));
    }

    // --- the tasks that it had ---

    private static List<Lease> started(List<Lease> leases, WorkerDeath death) {
        List<Lease> started = new ArrayList<>();
        List<Lease> skipped = new ArrayList<>();
        for (Lease lease : leases) {
            if (death.hadStarted(lease.task().taskId())) {
                if (!death.heardOut()) {
                    // They came before, so they may have ended there.
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
     * @param together all tasks that ran on it when it died
     */
    private void answer(
            Lease lease, WorkerDeath death, List<PoolTask<?>> together, long tasksDone, Decisions decisions) {
        PoolTask<?> task = lease.task();
        boolean started = together.contains(task);
        // Whoever only waited behind another one is above suspicion.
        if (!started && lease.hasStarted() && together.isEmpty()) {
            task.lostBeforeStart();
        }
        boolean again = started
                ? task.attempt() < task.terms().maxAttempts()
                : task.timesLostBeforeStart() <= MOST_LOSSES_BEFORE_START;
        WorkerCrashedException crash = DeathNotice.crashed(task, death, started, together, tasksDone);
        if (!again || !task.giveBack(lease, started)) {
            decisions.afterwards(() -> task.crashed(crash));
        } else if (started) {
            // First, as there may be no memory for it. It needs the lock, so it cannot come too early.
            timer.after(retryDelay(task.attempt()).toNanos(), () -> books.decide(later -> resume(task)));
            task.survived(crash);
            books.queue().pause(task);
        } else {
            books.queue().giveBack(task);
        }
    }

    private Duration retryDelay(int attempts) {
        Duration delay = settings.retryDelay().multipliedBy(1L << Math.min(attempts - 1, 20));
        return delay.compareTo(LONGEST_RETRY_DELAY) < 0 ? delay : LONGEST_RETRY_DELAY;
    }

    private void resume(PoolTask<?> task) {
        // Guard against race with cancel(), which takes it out of the queue.
        if (books.queue().resume(task)) {
            task.startQueueTimeout();
        }
    }

    // --- starts that fail ---

    /** Where no worker can take the waiting tasks they fail with the reason, instead of waiting for a miracle. */
    private void notStarted(WorkerDeath death, Decisions decisions) {
        Breaker breaker = books.workforce().breaker();
        String why = DeathNotice.cannotStart(death);
        breaker.failed(why);
        // What was ended from outside may start the next time; what refuses to start will again.
        boolean disturbed = death.details().signal() != null || death.isDisturbed();
        if ((!disturbed || breaker.isOpen()) && !books.workforce().canTakeTasks()) {
            for (PoolTask<?> task : books.queue().drain()) {
                decisions.afterwards(() -> task.notStarted(DeathNotice.cannotStart(settings.name(), why, death)));
            }
        }
        if (breaker.isOpen()) {
            LOG.error(
                    "Pool {} starts no more workers for {} s, since the last ones failed one after the other: {}",
                    settings.name(),
                    breaker.pause().toSeconds(),
                    why);
        }
        tryAgainAfterPause(breaker);
    }

    private void tryAgainAfterPause(Breaker breaker) {
        timer.after(
                breaker.pause().toNanos(),
                () -> books.decide(decisions -> {
                    if (books.state() == PoolState.TERMINATED) {
                        return;
                    }
                    books.workforce().tryAgain(books.queue().ready(), books.isRunning());
                    if (breaker.isOpen()) {
                        // As while the last workers are dying slowly.
                        tryAgainAfterPause(breaker);
                    }
                }));
    }

    /** No start has failed, so what waits goes on waiting: for the next worker, which comes at once after the first such death. */
    private void diedEarly(PooledWorker dead, WorkerDeath death) {
        EarlyDeaths deaths = books.workforce().earlyDeaths();
        long now = System.nanoTime();
        deaths.add(dead.hiredNanos(), now, "the last one died because " + death.reason() + "; " + death.remedy());
        String why = deaths.whyPause(now);
        if (why != null) {
            LOG.warn("Pool {} waits with the start of a worker: {}", settings.name(), why);
            timer.after(deaths.pause().toNanos(), books::proceed);
        }
    }

    private void report(Worker worker, WorkerDeath death) {
        String name = settings.name();
        if (death.isOvercome()) {
            // The plan has said it.
            LOG.debug("Worker {} of pool {} did not start: {}", worker.id(), name, death.reason());
        } else if (death.startFailure() != null && !death.expected()) {
            LOG.warn(
                    "Worker {} of pool {} could not be started: {}", worker.id(), name, DeathNotice.cannotStart(death));
        } else if (!death.expected()) {
            LOG.warn("{} died: {}", worker, death.reason());
        } else {
            LOG.debug("Worker {} of pool {} (pid {}) ended", worker.id(), name, worker.pid());
        }
    }
}
