package io.asynccpu.pool;

import io.asynccpu.api.WorkerUsage;
import io.asynccpu.process.ResidentMemory;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Asks the system what a pool's children take. Never asks a child, nor under a lock. Thread-safe. */
final class Usage {

    private static final boolean IS_TOLD =
            ResidentMemory.of(ProcessHandle.current().pid()) >= 0;

    private final Books books;
    private final boolean inProcess;
    private final AtomicLong mostNanos = new AtomicLong();

    /** The living, and what the others have used. */
    private record Staffing(List<Worker> present, Duration used) {}

    Usage(Books books, boolean inProcess) {
        this.books = books;
        this.inProcess = inProcess;
    }

    /** Of each living worker by its number, in the order in which they came. */
    Map<Integer, WorkerUsage> byWorker() {
        Map<Integer, WorkerUsage> usages = new LinkedHashMap<>();
        if (!inProcess) {
            for (Worker worker : books.read(() ->
                    books.workforce().all().stream().map(PooledWorker::worker).toList())) {
                // A dead one's number may be another's by now.
                if (worker.state() != WorkerState.DEAD) {
                    long bytes = IS_TOLD ? ResidentMemory.of(worker.pid()) : -1;
                    usages.put(worker.id(), new WorkerUsage(bytes, worker.processorTime()));
                }
            }
        }
        return usages;
    }

    WorkerUsage now() {
        if (inProcess) {
            // What runs in this JVM is no child's.
            return new WorkerUsage(IS_TOLD ? 0 : -1, Duration.ZERO);
        }
        Staffing staffing = books.read(() -> new Staffing(
                books.workforce().all().stream().map(PooledWorker::worker).toList(),
                books.counts().processorTime()));
        long bytes = 0;
        long nanos = staffing.used().toNanos();
        for (Worker worker : staffing.present()) {
            // A dead one's number may be another's by now.
            boolean lives = worker.state() != WorkerState.DEAD;
            bytes += lives ? Math.max(0, ResidentMemory.of(worker.pid())) : 0;
            nanos += worker.processorTime().toNanos();
        }
        // Guard against race with the end of a worker, which may be counted with a little less than was seen here.
        long most = mostNanos.accumulateAndGet(nanos, Math::max);
        return new WorkerUsage(IS_TOLD ? bytes : -1, Duration.ofNanos(most));
    }
}
