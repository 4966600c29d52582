package io.asynccpu.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A worker and what it holds. Guarded by the pool's lock. */
final class PooledWorker {

    private final Worker worker;
    private final int threads;
    private final Map<Long, Lease> leases = new LinkedHashMap<>();
    private long tasksDone;

    PooledWorker(Worker worker, int threads) {
        this.worker = worker;
        this.threads = threads;
    }

    Worker worker() {
        return worker;
    }

    Map<Long, Lease> leases() {
        return leases;
    }

    void countTask() {
        tasksDone++;
    }

    int freeThreads() {
        return worker.state() == WorkerState.READY ? threads - leases.size() : 0;
    }

    PoolSnapshot.Worker snapshot() {
        return new PoolSnapshot.Worker(
                worker.id(),
                worker.pid(),
                worker.state().name(),
                worker.startedAt(),
                tasksDone,
                List.copyOf(leases.keySet()));
    }
}
