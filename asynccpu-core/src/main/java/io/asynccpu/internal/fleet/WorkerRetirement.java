package io.asynccpu.internal.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Decides which workers of a fleet are to end, and retires them. Guarded by the pool's lock.
 *
 * @param <W> the tasks of a worker, which are the pool's
 */
final class WorkerRetirement<W extends Workload> {

    private final FleetSettings settings;
    private final WorkerSlots<W> slots;
    private final PoolMemory memory;

    WorkerRetirement(FleetSettings settings, WorkerSlots<W> slots, PoolMemory memory) {
        this.settings = settings;
        this.slots = slots;
        this.memory = memory;
    }

    /**
     * After a cut, until no worker is too many. Looks again each time, since tasks end in any order: the first idle workers go, and a
     * pool that grows again keeps those that have not gone yet. Workers that are to be replaced do not count here, as they leave by
     * themselves once they are too many.
     *
     * @return whether there are still too many
     */
    boolean shrink(int maxWorkers, FleetActions actions) {
        long most = (long) maxWorkers + settings.spareWorkers();
        List<WorkerSlot<W>> busy = new ArrayList<>();
        List<WorkerSlot<W>> free = new ArrayList<>();
        List<WorkerSlot<W>> starting = new ArrayList<>();
        for (WorkerSlot<W> slot : slots.all()) {
            if (slot.isServing() || (slot.isSurplus() && slot.mayTakeTasks())) {
                (slot.isBusy() ? busy : slot.isReady() ? free : starting).add(slot);
            }
        }
        // The same ones stay as before, so that these go on with their prefetched tasks.
        busy.sort(Comparator.comparing((WorkerSlot<W> slot) -> slot.isSurplus())
                .thenComparing(slot -> slot.workload().leaseCount(), Comparator.reverseOrder()));
        for (int i = 0; i < busy.size(); i++) {
            busy.get(i).beSurplus(i >= maxWorkers);
        }
        // Workers that are still starting go first, and then the youngest: the others have warmed up.
        free.addAll(starting);
        long mayStay = Math.max(0, most - busy.size());
        for (int i = 0; i < free.size(); i++) {
            WorkerSlot<W> slot = free.get(i);
            slot.beSurplus(false);
            if (i >= mayStay) {
                retireNow(slot, "the pool was resized to at most " + maxWorkers + " workers", actions);
            }
        }
        return busy.size() > maxWorkers || busy.size() + free.size() > most;
    }

    /**
     * Dismisses workers whose replacements are ready, and retires dismissed ones that have become idle.
     *
     * @param wanted how many may have tasks
     * @param isPostponed whether a replacement waits for memory
     */
    void retireReplaced(Census now, long wanted, boolean isPostponed, FleetActions actions) {
        if (now.goingOut() == 0) {
            return;
        }
        long surplus = now.ready() + now.leaving() - wanted;
        for (WorkerSlot<W> slot : slots.all()) {
            // Where no replacement can be started, it comes after the worker instead of before.
            if (slot.isLeaving() && (surplus > 0 || isPostponed)) {
                slot.dismiss();
                surplus--;
            }
            if (slot.isDismissed() && !slot.isBusy()) {
                retire(slot, actions);
            }
        }
    }

    private void retire(WorkerSlot<W> slot, FleetActions actions) {
        // Guard against race with a task that another worker's death gives back: a retired worker gets none.
        if (slot.worker().retire()) {
            actions.stop(slot.worker());
        }
    }

    private void retireNow(WorkerSlot<W> idle, String why, FleetActions actions) {
        idle.leave(why);
        idle.dismiss();
        retire(idle, actions);
    }

    /** Retires the worker that has been idle for longest, if it is not needed; the others follow. Returns whether there was one. */
    boolean retireIdle(FleetActions actions) {
        long idleNanos = Objects.requireNonNull(settings.idleTimeout()).toNanos();
        WorkerSlot<W> idlest = null;
        for (WorkerSlot<W> slot : slots.all()) {
            if (slot.isServing()
                    && slot.idleNanos() >= idleNanos
                    && (idlest == null || slot.idleNanos() > idlest.idleNanos())) {
                idlest = slot;
            }
        }
        boolean isGivenUp = idlest != null && isMoreThanNeeded();
        if (idlest != null && isGivenUp) {
            retireNow(idlest, "it had no task for longer than idle-timeout, " + settings.idleTimeout(), actions);
        }
        return isGivenUp;
    }

    private boolean isMoreThanNeeded() {
        return slots.census().serving() > settings.restingWorkers();
    }

    /** For another pool: retires an idle worker, or replaces one that has too much; one at a time. Returns whether one was retired. */
    boolean giveRoom(FleetActions actions) {
        if (slots.census().goingOut() > 0) {
            return false;
        }
        if (isMoreThanNeeded()) {
            for (WorkerSlot<W> slot : slots.all()) {
                if (slot.isServing() && slot.isReady() && !slot.isBusy()) {
                    retireNow(slot, "it had no task, and another pool needed the memory", actions);
                    return true;
                }
            }
        }
        // As those that came before there was the other pool.
        for (WorkerSlot<W> slot : slots.all()) {
            if (slot.isServing() && memory.isMoreThanItsShare(slot.bytes())) {
                slot.recycle("it had more than its share of the memory, and another pool needed some");
                break;
            }
        }
        return false;
    }

    /** No task is left. */
    void retireAllIdle(FleetActions actions) {
        for (WorkerSlot<W> slot : slots.all()) {
            if (!slot.isBusy()) {
                retireNow(slot, "the pool was shut down", actions);
            }
        }
    }
}
