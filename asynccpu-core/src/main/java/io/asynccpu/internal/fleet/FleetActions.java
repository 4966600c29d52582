package io.asynccpu.internal.fleet;

import io.asynccpu.internal.parent.Worker;

/** Collects what a fleet decides under the pool's lock, to be carried out after it. */
public interface FleetActions {

    void start(Worker worker);

    /** The worker was retired. */
    void stop(Worker worker);

    /** Comes after everything else. */
    void afterwards(Runnable action);
}
