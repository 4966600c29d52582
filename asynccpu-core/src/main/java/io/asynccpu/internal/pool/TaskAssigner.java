package io.asynccpu.internal.pool;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.fastpath.PrefetchLimit;
import io.asynccpu.internal.fastpath.PrefetchWindow;
import io.asynccpu.internal.fastpath.RecallAlarm;
import io.asynccpu.internal.fleet.WorkerFleet;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.internal.task.TaskQueue;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Joins tasks and workers: assigns waiting tasks to free workers, and takes tasks back. Guarded by the pool's lock. */
final class TaskAssigner {

    private final PoolLifecycle lifecycle;
    private final WorkerFleet<LeasedTasks> fleet;
    private final TaskQueue<PoolTask<?>> queue;
    private final StopLadder ladder;
    private final Lease.Rules leaseRules;
    private final PrefetchWindow window = new PrefetchWindow();
    private final RecallAlarm recallAlarm;

    TaskAssigner(
            PoolSettings settings,
            Timer timer,
            PoolLock lock,
            PoolLifecycle lifecycle,
            WorkerFleet<LeasedTasks> fleet,
            TaskQueue<PoolTask<?>> queue,
            EventFeed events) {
        this.lifecycle = lifecycle;
        this.fleet = fleet;
        this.queue = queue;
        this.ladder = new StopLadder(settings.ladder(), timer, lock, fleet.slots(), lifecycle::isRunning);
        this.leaseRules =
                new Lease.Rules(timer, settings.worker().startupTimeout(), ladder::startGrace, events::taskStarted);
        this.recallAlarm = new RecallAlarm(timer, () -> lock.update(this::recallLatePrefetched));
    }

    void dispatch(DeferredActions actions) {
        if (lifecycle.isPaused()) {
            return;
        }
        WorkerSlot<LeasedTasks> slot;
        while (queue.ready() > 0 && (slot = fleet.freest()) != null) {
            grantNext(slot, actions);
        }
        PoolTask<?> next;
        int ahead = window.size();
        while (ahead > 0
                && (next = queue.peek()) != null
                && PrefetchLimit.allows(next)
                && (slot = roomiest(ahead)) != null) {
            grantNext(slot, actions);
            recallAlarm.set();
        }
    }

    /** The worker with the most room for prefetched tasks; null if there is none. */
    private @Nullable WorkerSlot<LeasedTasks> roomiest(int ahead) {
        WorkerSlot<LeasedTasks> best = null;
        int most = 0;
        for (WorkerSlot<LeasedTasks> slot : fleet.slots().all()) {
            // One without a task is only spare, else it would have got one.
            int room = slot.isBusy() && slot.mayGetTasks()
                    ? slot.workload().prefetched().room(ahead)
                    : 0;
            if (room > most) {
                best = slot;
                most = room;
            }
        }
        return best;
    }

    private void grantNext(WorkerSlot<LeasedTasks> slot, DeferredActions actions) {
        PoolTask<?> task = Objects.requireNonNull(queue.peek());
        Lease lease = new Lease(task, slot.worker(), task.attempt() + 1, leaseRules);
        // Guard against race with cancel(): a task that was cancelled but not yet removed is passed over.
        if (task.assign(lease)) {
            queue.give(task);
            slot.workload().add(lease);
            slot.taskAssigned();
            actions.send(slot.workload().sendQueue());
        } else {
            queue.remove(task);
        }
    }

    private void recallLatePrefetched(DeferredActions actions) {
        recallAlarm.rings();
        long patience =
                lifecycle.isPaused() ? 0 : fleet.freest() == null ? PrefetchWindow.PATIENCE : PrefetchWindow.HORIZON;
        for (WorkerSlot<LeasedTasks> slot : fleet.slots().all()) {
            Worker worker = slot.worker();
            actions.afterwards(worker.channel()::flush);
            List<Long> late = slot.workload().prefetched().recallAfter(patience);
            if (!late.isEmpty()) {
                actions.afterwards(() -> worker.channel().send(new Message.Recall(late)));
            }
            if (slot.workload().prefetched().mustBeWatched()) {
                recallAlarm.set();
            }
        }
    }

    /** Prefetched tasks come back soon, as far as they have not started. */
    void recallPrefetched() {
        recallAlarm.set();
    }

    /** The task has ended on its worker. */
    void taskEnded(WorkerSlot<LeasedTasks> slot, Lease lease, long wallNanos, DeferredActions actions) {
        slot.workload().end(lease);
        slot.taskEnded();
        queue.remove(lease.task());
        window.taskTook(wallNanos);
        if (slot.workload().prefetched().mustBeWatched()) {
            recallAlarm.set();
        }
        ladder.killIfOnlyOverdue(slot, actions);
    }

    /** The task will not start on the worker, which may never have heard of it: it waits for another one. */
    void takeBack(WorkerSlot<LeasedTasks> slot, Lease lease, DeferredActions actions) {
        slot.workload().remove(lease);
        slot.taskReturned();
        PoolTask<?> task = lease.task();
        if (task.giveBack(lease, false)) {
            queue.giveBack(task);
        } else {
            actions.afterwards(task::publishTimeout);
        }
        ladder.killIfOnlyOverdue(slot, actions);
    }

    /**
     * After an update that failed half-way, as without memory or stack: what it has decided may not have been done, and a task that
     * it has taken from one place may not have come to another. Nothing is lost by that.
     */
    void repair(Error failure, DeferredActions actions) {
        for (WorkerSlot<LeasedTasks> slot : fleet.slots().all()) {
            for (Lease lease : slot.workload().all()) {
                if (lease.revoke()) {
                    takeBack(slot, lease, actions);
                } else {
                    lease.startClock();
                }
            }
            slot.workload().prefetched().recallMayHaveFailed();
            fleet.starts().decideAgain(slot, actions);
            ladder.killIfOnlyOverdue(slot, actions);
        }
        for (PoolTask<?> task : queue.given()) {
            repair(task, failure, actions);
        }
        recallAlarm.setAgain();
    }

    private void repair(PoolTask<?> task, Error failure, DeferredActions actions) {
        Lease lease = task.assignment() instanceof Lease last ? last : null;
        WorkerSlot<LeasedTasks> slot = lease == null ? null : fleet.slots().find(lease.worker());
        if (task.isDone()) {
            queue.remove(task);
        } else if (slot == null || lease == null || !slot.workload().has(lease)) {
            if (lease != null && lease.revoke() && task.giveBack(lease, false)) {
                queue.giveBack(task);
            } else {
                actions.afterwards(() -> task.fail(failure));
            }
        }
    }

    /** The workers did not hear of these leases. */
    void takeBackUnsent(List<Lease> leases, DeferredActions actions) {
        for (Lease lease : leases) {
            WorkerSlot<LeasedTasks> slot = fleet.slots().find(lease.worker());
            // Guard against race with repair(), after which the same worker may have the task by another lease.
            if (slot != null && slot.workload().has(lease)) {
                takeBack(slot, lease, actions);
            }
        }
    }
}
