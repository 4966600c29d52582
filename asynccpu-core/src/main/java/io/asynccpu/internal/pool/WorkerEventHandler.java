package io.asynccpu.internal.pool;

import io.asynccpu.api.TaskProgress;
import io.asynccpu.internal.fleet.ChildUsage;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.parent.TaskEnds;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerDeath;
import io.asynccpu.internal.parent.WorkerEvents;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.task.PoolTask;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes what one worker reports to the pool. Thread-safe. */
final class WorkerEventHandler implements WorkerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerEventHandler.class);

    /** A worker that has lived for so long has proved that it can. */
    private static final Duration PROBATION = Duration.ofSeconds(10);

    private final PoolSettings settings;
    private final PoolThreads threads;
    private final EventFeed events;
    private final Dispatcher dispatcher;
    private final WorkerDeathHandler deaths;
    private final Worker worker;

    WorkerEventHandler(
            PoolSettings settings, PoolThreads threads, EventFeed events, Dispatcher dispatcher, Worker worker) {
        this.settings = settings;
        this.threads = threads;
        this.events = events;
        this.dispatcher = dispatcher;
        this.deaths = new WorkerDeathHandler(settings, threads.timer(), events, dispatcher);
        this.worker = worker;
    }

    /** Caller holds the pool's lock. */
    private @Nullable WorkerSlot<LeasedTasks> slot() {
        return dispatcher.fleet().slots().find(worker);
    }

    @Override
    public void ready() {
        dispatcher.lock().update(actions -> {
            dispatcher.fleet().starts().breaker().ready();
            WorkerSlot<LeasedTasks> slot = slot();
            if (slot != null) {
                long startupNanos = slot.ready();
                dispatcher.fleet().counts().ready(startupNanos);
                events.workerReady(slot.snapshot(), startupNanos);
            }
        });
        dispatcher.surroundings().ready(worker.pid());
        if (!worker.isFromArchive()) {
            dispatcher.training().begin();
        }
        threads.timer().after(PROBATION.toNanos(), this::probationIsOver);
        LOG.debug("Worker {} of pool {} (pid {}) is ready", worker.id(), settings.name(), worker.pid());
    }

    private void probationIsOver() {
        dispatcher.lock().update(actions -> {
            WorkerSlot<LeasedTasks> slot = slot();
            if (slot != null) {
                slot.endProbation();
                dispatcher.fleet().starts().earlyDeaths().proved(slot.startedNanos());
            }
        });
    }

    @Override
    public TaskEnds ended(List<Message.TaskEnd> ends, Runnable entered) {
        boolean checkMemory = settings.fleet().maxWorkerMemory() > 0;
        long resident = checkMemory ? ChildUsage.residentMemory(worker) : 0;
        EndedTasks ended = new EndedTasks(ends);
        try {
            dispatcher.lock().update(actions -> {
                ended.take(worker, dispatcher, actions);
                entered.run();
                WorkerSlot<LeasedTasks> slot = slot();
                if (slot != null) {
                    dispatcher.fleet().starts().earlyDeaths().proved(slot.startedNanos());
                    if (checkMemory) {
                        dispatcher.fleet().checkMemory(slot, resident);
                    }
                }
            });
        } catch (RuntimeException | Error e) {
            // The worker's death would not answer for the tasks that were taken from it.
            ended.fail(e);
            throw e;
        }
        return ended;
    }

    @Override
    public void received(Message message) throws IOException {
        if (message instanceof Message.Returned back) {
            takeBack(back);
        } else if (message instanceof Message.Bound bound) {
            bound(bound.taskId());
        } else if (message instanceof Message.Progressed progress) {
            PoolTask<?> task = held(progress.taskId());
            if (task != null) {
                task.progressed(new TaskProgress(progress.done(), progress.total(), progress.message()));
            }
        } else if (message instanceof Message.Stack stack) {
            PoolTask<?> task = held(stack.taskId());
            if (task != null) {
                task.stack(stack.failure());
            }
        } else {
            throw new ProtocolException("A " + message.getClass().getSimpleName() + " message from a child");
        }
    }

    private void bound(long taskId) throws ProtocolException {
        AtomicReference<@Nullable WorkerSendQueue> sendQueue = new AtomicReference<>();
        Lease lease = dispatcher.lock().read(() -> {
            WorkerSlot<LeasedTasks> slot = slot();
            sendQueue.set(slot == null ? null : slot.workload().sendQueue());
            return slot == null ? null : slot.workload().find(taskId);
        });
        WorkerSendQueue told = sendQueue.get();
        if (lease == null || told == null) {
            throw new ProtocolException("It has what task " + taskId + " calls, but not the task");
        }
        lease.bound();
        told.bound(lease.task().call());
    }

    private void takeBack(Message.Returned back) throws ProtocolException {
        List<Long> unasked = new ArrayList<>(0);
        dispatcher.lock().update(actions -> {
            WorkerSlot<LeasedTasks> slot = slot();
            for (Long id : back.taskIds()) {
                Lease lease = slot == null ? null : slot.workload().find(id);
                if (slot == null || lease == null || !lease.mayComeBack()) {
                    // Else a worker could return a task for ever, or have one started twice.
                    unasked.add(id);
                    return;
                }
                dispatcher.assigner().takeBack(slot, lease, actions);
            }
        });
        if (!unasked.isEmpty()) {
            throw new ProtocolException("It gave back task " + unasked.get(0) + ", for which nobody had asked it");
        }
    }

    /** Null if the task has ended meanwhile: in the child other threads than the task's may still speak of it. */
    private @Nullable PoolTask<?> held(long taskId) {
        return dispatcher.lock().read(() -> {
            WorkerSlot<LeasedTasks> slot = slot();
            Lease lease = slot == null ? null : slot.workload().find(taskId);
            return lease == null ? null : lease.task();
        });
    }

    @Override
    public void died(WorkerDeath death) {
        deaths.handle(worker, death);
    }

    @Override
    public void gone() {
        dispatcher.lock().update(actions -> dispatcher.fleet().remove(worker, actions));
    }
}
