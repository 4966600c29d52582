package io.asynccpu.internal.pool;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.fleet.WorkerSlots;
import io.asynccpu.internal.parent.Worker;
import java.util.function.BooleanSupplier;

/**
 * Stops a task in steps, each harder than the one before. A step follows when the time of the step before is over:
 *
 * <ol>
 *   <li>A timeout asks the worker for the task's stack; the future completes with it, or without it after {@code stackTimeout}.
 *   <li>A cancel, or that timeout, interrupts the task ({@link Lease#cancel}), which then has the cancel grace period.
 *   <li>A task that goes on is overdue: its worker gets no more tasks, and its neighbors get the neighbor grace period.
 *   <li>The worker is dismissed and killed ({@link Worker#condemn}): SIGTERM, after the kill grace period SIGKILL, then its process tree.
 * </ol>
 *
 * <p>The last step is skipped if the overdue task ends before it. It follows at once when only overdue tasks are left on the worker. A heap
 * dump stops all threads of the worker, so after it the times of the second and third step begin anew, except in a shutdown.
 */
final class StopLadder {

    private final PoolSettings.Ladder times;
    private final Timer timer;
    private final PoolLock lock;
    private final WorkerSlots<LeasedTasks> slots;
    private final BooleanSupplier isRunning;

    /**
     * @param isRunning whether the pool is not shut down
     */
    StopLadder(
            PoolSettings.Ladder times,
            Timer timer,
            PoolLock lock,
            WorkerSlots<LeasedTasks> slots,
            BooleanSupplier isRunning) {
        this.times = times;
        this.timer = timer;
        this.lock = lock;
        this.slots = slots;
        this.isRunning = isRunning;
    }

    /** The task was asked to stop. */
    Timer.Alarm startGrace(Lease lease) {
        return timer.after(times.cancelGracePeriod().toNanos(), () -> graceIsOver(lease));
    }

    private void graceIsOver(Lease lease) {
        long lost = lostNanos(lease.worker(), times.cancelGracePeriod().toNanos());
        // Guard against race with the heap dump: it keeps the worker from hearing of the cancel.
        if (lost <= 0 || !lease.extendGrace(timer.after(lost, () -> graceIsOver(lease)))) {
            overdue(lease);
        }
    }

    private void overdue(Lease lease) {
        lock.update(actions -> {
            WorkerSlot<LeasedTasks> slot = slots.find(lease.worker());
            // Guard against race with the task's end: a task that is over must not cost its worker the life.
            if (slot == null || !slot.workload().has(lease)) {
                return;
            }
            slot.workload().addOverdue(lease);
            if (!killIfOnlyOverdue(slot, actions)) {
                timer.after(times.neighborGracePeriod().toNanos(), () -> neighborGraceIsOver(slot, lease));
            }
        });
    }

    private void neighborGraceIsOver(WorkerSlot<LeasedTasks> slot, Lease lease) {
        lock.update(actions -> {
            if (!slot.workload().isOverdue(lease)) {
                return;
            }
            long lost = lostNanos(slot.worker(), times.neighborGracePeriod().toNanos());
            if (lost > 0) {
                timer.after(lost, () -> neighborGraceIsOver(slot, lease));
            } else {
                kill(slot, actions);
            }
        });
    }

    /** How much of a time begins anew because the worker stood still for its heap dump; not positive if none. */
    private long lostNanos(Worker worker, long graceNanos) {
        return isRunning.getAsBoolean() ? graceNanos - worker.nanosSinceHeapDump() : 0;
    }

    /** A task has left the worker, or is overdue. Caller holds the pool's lock. */
    boolean killIfOnlyOverdue(WorkerSlot<LeasedTasks> slot, DeferredActions actions) {
        boolean isOnlyOverdue = slot.workload().hasOnlyOverdueTasks();
        if (isOnlyOverdue) {
            kill(slot, actions);
        }
        return isOnlyOverdue;
    }

    /** Dismissed first, so that the kill, which comes after the lock, cannot hit another task. */
    private static void kill(WorkerSlot<LeasedTasks> slot, DeferredActions actions) {
        slot.dismiss();
        actions.kill(slot.worker(), slot.workload().overdueReason());
    }
}
