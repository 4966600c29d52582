package io.asynccpu.internal.fleet;

import io.asynccpu.internal.parent.Worker;

/** Collects the actions that a fleet decides under the pool's lock. They are carried out after the lock is released. */
public interface FleetActions {

    void start(Worker worker);

    /** The worker was retired. */
    void stop(Worker worker);

    /** Comes after everything else. */
    void afterwards(Runnable action);
}
