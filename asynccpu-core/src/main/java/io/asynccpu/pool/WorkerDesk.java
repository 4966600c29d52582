package io.asynccpu.pool;

import io.asynccpu.api.TaskProgress;
import io.asynccpu.process.ResidentMemory;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerDeath;
import io.asynccpu.supervisor.WorkerEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enters into the books what workers report, each on its own thread. */
final class WorkerDesk implements WorkerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerDesk.class);

    /** A worker that has lived for so long has proved that it can. */
    private static final Duration PROBATION = Duration.ofSeconds(10);

    private final PoolSettings settings;
    private final PoolThreads threads;
    private final EventFeed events;
    private final Books books;
    private final Deaths deaths;

    WorkerDesk(PoolSettings settings, PoolThreads threads, EventFeed events, Books books) {
        this.settings = settings;
        this.threads = threads;
        this.events = events;
        this.books = books;
        this.deaths = new Deaths(settings, threads.timer(), events, books);
    }

    @Override
    public void ready(Worker worker) {
        books.decide(decisions -> {
            books.workforce().breaker().ready();
            PooledWorker pooled = books.workforce().find(worker);
            if (pooled != null) {
                long startupNanos = pooled.ready();
                books.counts().ready(startupNanos);
                events.workerReady(pooled.snapshot(), startupNanos);
            }
        });
        books.surroundings().ready(worker.pid());
        if (!worker.isFromArchive()) {
            books.training().begin();
        }
        threads.timer().after(PROBATION.toNanos(), () -> probationIsOver(worker));
        LOG.debug("Worker {} of pool {} (pid {}) is ready", worker.id(), settings.name(), worker.pid());
    }

    private void probationIsOver(Worker worker) {
        books.decide(decisions -> {
            PooledWorker pooled = books.workforce().find(worker);
            if (pooled != null) {
                pooled.endProbation();
                books.workforce().earlyDeaths().proved(pooled.hiredNanos());
            }
        });
    }

    @Override
    public Ended ended(Worker worker, List<Message.TaskEnd> ends, Runnable entered) {
        boolean weigh = settings.recycling().maxWorkerMemory() > 0;
        long resident = weigh ? ResidentMemory.of(worker.pid()) : 0;
        EndedTasks ended = new EndedTasks(ends);
        try {
            books.decide(decisions -> {
                ended.take(worker, books, decisions);
                entered.run();
                PooledWorker pooled = books.workforce().find(worker);
                if (pooled != null) {
                    books.workforce().earlyDeaths().proved(pooled.hiredNanos());
                    if (weigh) {
                        books.workforce().weigh(pooled, resident);
                    }
                }
            });
        } catch (RuntimeException | Error e) {
            // The worker's death would not answer for what was taken from it.
            ended.fail(e);
            throw e;
        }
        return ended;
    }

    @Override
    public void received(Worker worker, Message message) throws IOException {
        if (message instanceof Message.Returned back) {
            takeBack(worker, back);
        } else if (message instanceof Message.Bound bound) {
            bound(worker, bound.taskId());
        } else if (message instanceof Message.Progressed progress) {
            PoolTask<?> task = held(worker, progress.taskId());
            if (task != null) {
                task.progressed(new TaskProgress(progress.done(), progress.total(), progress.message()));
            }
        } else if (message instanceof Message.Stack stack) {
            PoolTask<?> task = held(worker, stack.taskId());
            if (task != null) {
                task.stack(stack.failure());
            }
        } else {
            throw new ProtocolException("A " + message.getClass().getSimpleName() + " message from a child");
        }
    }

    private void bound(Worker worker, long taskId) throws ProtocolException {
        AtomicReference<@Nullable Errands> errands = new AtomicReference<>();
        Lease lease = books.read(() -> {
            PooledWorker pooled = books.workforce().find(worker);
            errands.set(pooled == null ? null : pooled.errands());
            return pooled == null ? null : pooled.lease(taskId);
        });
        Errands told = errands.get();
        if (lease == null || told == null) {
            throw new ProtocolException("It has what task " + taskId + " calls, but not the task");
        }
        lease.bound();
        told.bound(lease.task().call());
    }

    private void takeBack(Worker worker, Message.Returned back) throws ProtocolException {
        List<Long> unasked = new ArrayList<>(0);
        books.decide(decisions -> {
            PooledWorker pooled = books.workforce().find(worker);
            for (Long id : back.taskIds()) {
                Lease lease = pooled == null ? null : pooled.lease(id);
                if (lease == null || !lease.mayComeBack()) {
                    // Else it could hand a task back for ever, or have one started twice.
                    unasked.add(id);
                    return;
                }
                books.takeBack(worker, id, decisions);
            }
        });
        if (!unasked.isEmpty()) {
            throw new ProtocolException("It gave back task " + unasked.get(0) + ", for which nobody had asked it");
        }
    }

    /** Null if the task has ended meanwhile: in the child other threads than the task's may still speak of it. */
    private @Nullable PoolTask<?> held(Worker worker, long taskId) {
        return books.read(() -> {
            PooledWorker pooled = books.workforce().find(worker);
            Lease lease = pooled == null ? null : pooled.lease(taskId);
            return lease == null ? null : lease.task();
        });
    }

    @Override
    public void died(Worker worker, WorkerDeath death) {
        deaths.enter(worker, death);
    }

    @Override
    public void gone(Worker worker) {
        books.decide(decisions -> books.workforce().bury(worker, decisions));
    }
}
