package io.asynccpu.internal.fleet;

import io.asynccpu.api.WorkerUsage;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerState;
import io.asynccpu.internal.process.ResidentMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Asks the operating system how much memory and processor time a pool's children use. It asks no child, and is never called
 * under a lock. Thread-safe.
 */
public final class ChildUsage {

    private static final boolean IS_TOLD =
            ResidentMemory.of(ProcessHandle.current().pid()) >= 0;

    private final Supplier<Present> present;
    private final boolean inProcess;
    private final AtomicLong mostNanos = new AtomicLong();

    /** The present workers, and the processor time that removed ones have used. Made under the pool's lock. */
    public record Present(List<Worker> workers, Duration usedByRemoved) {

        public static Present of(WorkerFleet<?> fleet) {
            List<Worker> workers = new ArrayList<>();
            for (WorkerSlot<?> slot : fleet.slots().all()) {
                workers.add(slot.worker());
            }
            return new Present(workers, fleet.counts().processorTime());
        }
    }

    /**
     * @param inProcess whether the workers are threads of this JVM
     */
    public ChildUsage(Supplier<Present> present, boolean inProcess) {
        this.present = present;
        this.inProcess = inProcess;
    }

    /** Returns the resident bytes of a worker's process; -1 if it has ended or the system does not tell. */
    public static long residentMemory(Worker worker) {
        return ResidentMemory.of(worker.pid());
    }

    /** Of each living worker by its number, in the order in which they came. */
    public Map<Integer, WorkerUsage> byWorker() {
        Map<Integer, WorkerUsage> usages = new LinkedHashMap<>();
        if (!inProcess) {
            for (Worker worker : present.get().workers()) {
                // The process id of a dead worker may be another's by now.
                if (worker.state() != WorkerState.DEAD) {
                    long bytes = IS_TOLD ? residentMemory(worker) : -1;
                    usages.put(worker.id(), new WorkerUsage(bytes, worker.processorTime()));
                }
            }
        }
        return usages;
    }

    public WorkerUsage now() {
        if (inProcess) {
            // Threads of this JVM are not children.
            return new WorkerUsage(IS_TOLD ? 0 : -1, Duration.ZERO);
        }
        Present now = present.get();
        long bytes = 0;
        long nanos = now.usedByRemoved().toNanos();
        for (Worker worker : now.workers()) {
            // The process id of a dead worker may be another's by now.
            boolean lives = worker.state() != WorkerState.DEAD;
            bytes += lives ? Math.max(0, residentMemory(worker)) : 0;
            nanos += worker.processorTime().toNanos();
        }
        // Guard against race with the end of a worker, which may be counted with a little less than was seen here.
        long most = mostNanos.accumulateAndGet(nanos, Math::max);
        return new WorkerUsage(IS_TOLD ? bytes : -1, Duration.ofNanos(most));
    }
}
