package io.asynccpu.internal.fleet;

import java.util.List;

/** The tasks of a worker, as far as its fleet needs to know them. Guarded by the pool's lock. */
public interface Workload {

    /** How many tasks the worker runs. */
    int runningCount();

    /** How many tasks the worker has, run or prefetched. */
    int leaseCount();

    /** Whether a task runs that should have ended. */
    boolean hasOverdueTask();

    /** When the worker became idle; 0 if it never had a task. */
    long idleSinceNanos();

    /** The tasks that the worker runs. */
    List<Long> runningTaskIds();
}
