package io.asynccpu.internal.fleet;

import io.asynccpu.internal.parent.Worker;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool, from the decision to start them until nothing of them is left. Guarded by the pool's lock.
 *
 * @param <W> the tasks of a worker, which are the pool's
 */
public final class WorkerSlots<W extends Workload> {

    private final Map<Worker, WorkerSlot<W>> workers = new LinkedHashMap<>();

    public Collection<WorkerSlot<W>> all() {
        return workers.values();
    }

    public boolean isEmpty() {
        return workers.isEmpty();
    }

    int size() {
        return workers.size();
    }

    void add(WorkerSlot<W> slot) {
        workers.put(slot.worker(), slot);
    }

    void remove(Worker worker) {
        workers.remove(worker);
    }

    public @Nullable WorkerSlot<W> find(Worker worker) {
        return workers.get(worker);
    }

    /** Null if no worker has that number. */
    public @Nullable WorkerSlot<W> find(int workerId) {
        for (WorkerSlot<W> slot : workers.values()) {
            if (slot.worker().id() == workerId) {
                return slot;
            }
        }
        return null;
    }

    Census census() {
        return Census.of(workers.values());
    }

    /** The worker with the most free threads; null if none may get a task now. */
    @Nullable
    WorkerSlot<W> freest(int maxWorkers) {
        boolean anotherMayWork = workers.size() <= maxWorkers || census().working() < maxWorkers;
        WorkerSlot<W> best = null;
        int most = 0;
        for (WorkerSlot<W> slot : workers.values()) {
            int free = slot.freeThreads();
            if (free > most && (anotherMayWork || slot.isBusy())) {
                best = slot;
                most = free;
            }
        }
        return best;
    }

    /** Whether a worker can take a waiting task, if not now then later. */
    public boolean canTakeTasks() {
        for (WorkerSlot<W> slot : workers.values()) {
            if (slot.mayTakeTasks()) {
                return true;
            }
        }
        return false;
    }

    boolean allServe() {
        for (WorkerSlot<W> slot : workers.values()) {
            if (!slot.isServing()) {
                return false;
            }
        }
        return true;
    }

    /** How many workers can take a waiting task, at once or after those that they have. */
    public long readyCount() {
        return workers.values().stream()
                .filter(slot -> slot.isReady() && slot.mayTakeTasks())
                .count();
    }

    public int aliveCount() {
        int count = 0;
        for (WorkerSlot<W> slot : workers.values()) {
            count += slot.isDead() ? 0 : 1;
        }
        return count;
    }

    /** How many tasks the workers have, run or prefetched. */
    public int leaseCount() {
        int count = 0;
        for (WorkerSlot<W> slot : workers.values()) {
            count += slot.workload().leaseCount();
        }
        return count;
    }

    /** How many tasks the workers run. */
    public int runningCount() {
        int count = 0;
        for (WorkerSlot<W> slot : workers.values()) {
            count += slot.workload().runningCount();
        }
        return count;
    }
}
